"""A ProcessPoolExecutor reports a task whose worker crashed."""

import os
from concurrent.futures import ProcessPoolExecutor


def crash() -> None:
    os._exit(70)


def main() -> None:
    with ProcessPoolExecutor(1) as pool:
        task = pool.submit(crash)
        print("the task is submitted")
    print(type(task.exception()).__name__)


if __name__ == "__main__":
    main()
