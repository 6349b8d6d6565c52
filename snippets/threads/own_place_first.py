"""Each thread puts its own value into a local before it reads it."""

from concurrent.futures import ThreadPoolExecutor
from threading import local

here = local()


def visit() -> int:
    here.visits = getattr(here, "visits", 0) + 1
    return int(here.visits)


def main() -> None:
    here.visits = 0
    with ThreadPoolExecutor(1) as pool:
        print("visits:", pool.submit(visit).result())


if __name__ == "__main__":
    main()
