# /// script
# [tool.sample]
# expect = "error"
# error = "AttributeError"
# ///
"""What one thread has put into a threading.local is not there in
another."""

from concurrent.futures import ThreadPoolExecutor
from threading import local

own = local()
own.visits = 0


def fetch(page: str) -> str:
    own.visits += 1
    return page


def main() -> None:
    with ThreadPoolExecutor() as pool:
        print("fetched:", pool.submit(fetch, "/news").result())


if __name__ == "__main__":
    main()
