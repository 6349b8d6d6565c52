# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""The same task changes your list from a thread, and only a copy of it
from a process."""

from concurrent.futures import (
    Executor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)


def add_milk(basket: list[str]) -> list[str]:
    basket.append("milk")
    return basket


def shop(pool: Executor) -> None:
    basket = ["bread"]
    with pool:
        returned = pool.submit(add_milk, basket).result()
    print(type(pool).__name__)
    print("  the task returns:", *returned)
    print("  your list holds: ", *basket)


def main() -> None:
    shop(ThreadPoolExecutor(max_workers=1))
    shop(ProcessPoolExecutor(max_workers=1))


if __name__ == "__main__":
    main()
