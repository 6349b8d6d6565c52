"""A loop over a copy of a deque goes on while another one appends."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    jobs = deque(["report", "backup"])
    with ThreadPoolExecutor() as pool:
        for job in jobs.copy():
            pool.submit(jobs.append, "mail").result()
            print("counted:", job)


if __name__ == "__main__":
    main()
