# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot join current thread"
# ///
"""A task of a pool cannot join the thread that it runs in."""

from concurrent.futures import ThreadPoolExecutor
from threading import current_thread


def work(done: list[str]) -> None:
    done.append("the work")
    current_thread().join()


def main() -> None:
    done: list[str] = []
    with ThreadPoolExecutor() as pool:
        pool.submit(work, done).result()
    print("done:", done[0])


if __name__ == "__main__":
    main()
