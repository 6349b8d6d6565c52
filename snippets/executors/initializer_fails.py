# /// script
# [tool.sample]
# status = 1
# ///
"""A step that may fail belongs into the task: its future then says
why."""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def fetch_key() -> None:
    raise PermissionError("no key to the store room")


def fetch(item: str) -> str:
    fetch_key()
    return f"{item} fetched"


def main() -> None:
    with ThreadPoolExecutor(1) as pool:
        order = pool.submit(fetch, "flour")
        problem = order.exception()
    print(f"{type(problem).__name__}: {problem}")
    sys.exit(1 if problem else 0)


if __name__ == "__main__":
    main()
