"""A Process object cannot be sent to another process."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process


def main() -> None:
    helper = Process(target=print)
    with ProcessPoolExecutor(max_workers=1) as pool:
        sent = pool.submit(repr, helper)
        problem = sent.exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
