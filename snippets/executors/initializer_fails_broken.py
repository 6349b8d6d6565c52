# /// script
# [tool.sample]
# status = 1
# ///
"""An initializer that raises breaks the whole pool, and the futures do
not say why."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor


def fetch_key() -> None:
    raise PermissionError("no key to the store room")


def fetch(item: str) -> str:
    return f"{item} fetched"


def main() -> None:
    logging.disable()  # as where nobody reads the log
    with ThreadPoolExecutor(1, initializer=fetch_key) as pool:
        order = pool.submit(fetch, "flour")
        problem = order.exception()
    print(f"{type(problem).__name__}: {problem}")
    sys.exit(1 if problem else 0)


if __name__ == "__main__":
    main()
