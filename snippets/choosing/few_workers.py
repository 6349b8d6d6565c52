"""A pool starts a few workers and gives them all the tasks: two threads
at most take six files."""

from concurrent.futures import ThreadPoolExecutor
from threading import current_thread

FILES = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt"]
WORKERS = 2


def check(file: str) -> str:
    return current_thread().name


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        threads = list(pool.map(check, FILES))
    print("files:", len(threads))
    print("two threads at most:", len(set(threads)) <= WORKERS)


if __name__ == "__main__":
    main()
