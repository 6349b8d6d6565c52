# /// script
# [tool.sample]
# expect = "error"
# error = "TypeError: initializer must be a callable"
# ///
"""The set-up is called when the pool is made, and the pool gets what it
returned."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any


def set_up() -> int:
    return 1


def main() -> None:
    first: Any = set_up()
    with ThreadPoolExecutor(1, initializer=first) as pool:
        print("sum:", pool.submit(sum, [1, 2]).result())


if __name__ == "__main__":
    main()
