# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: deque mutated during iteration"
# ///
"""A deque that another thread appends to ends the loop over it."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    jobs = deque(["report", "backup"])
    with ThreadPoolExecutor() as pool:
        for job in jobs:
            pool.submit(jobs.append, "mail").result()
            print("counted:", job)


if __name__ == "__main__":
    main()
