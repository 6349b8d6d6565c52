"""One worker does four downloads and then four sums, each after the
one before."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

JOBS = range(1, 5)


def download(job: int) -> str:
    sleep(0.1)  # stands for the wait for a server
    return f"page {job}"


def compute(job: int) -> int:
    total = 0
    for number in range(25_000):
        total += number
    return total


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        print("pages:", len(list(pool.map(download, JOBS))))
        print("sums: ", len(list(pool.map(compute, JOBS))))


if __name__ == "__main__":
    main()
