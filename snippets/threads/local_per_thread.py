"""Each thread makes what it keeps in a threading.local for itself."""

from concurrent.futures import ThreadPoolExecutor
from threading import local

own = local()


def fetch(page: str) -> str:
    if not hasattr(own, "visits"):
        own.visits = 0
    own.visits += 1
    return page


def main() -> None:
    with ThreadPoolExecutor() as pool:
        print("fetched:", pool.submit(fetch, "/news").result())


if __name__ == "__main__":
    main()
