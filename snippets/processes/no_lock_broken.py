"""A lock of threading cannot be sent to a process."""

from concurrent.futures import ProcessPoolExecutor
from threading import Lock


def pay(amount: int, lock: object) -> int:
    return amount


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        payment = pool.submit(pay, 5, Lock())
        problem = payment.exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
