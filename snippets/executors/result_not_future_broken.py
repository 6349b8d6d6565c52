"""A future cannot be sent to a process."""

from concurrent.futures import Future, ProcessPoolExecutor


def double(number: "Future[int]") -> int:
    return number.result() * 2


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        first = pool.submit(abs, -21)
        second = pool.submit(double, first)
        problem = second.exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
