"""Four processes do four downloads at once, and four sums as well."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, synchronize
from time import sleep

JOBS = range(1, 5)
all_there: list[synchronize.Barrier] = []


def share(meeting: synchronize.Barrier) -> None:
    all_there.append(meeting)


def download(job: int) -> str:
    all_there[0].wait()
    sleep(0.1)  # stands for the wait for a server
    return f"page {job}"


def compute(job: int) -> int:
    all_there[0].wait()
    total = 0
    for number in range(100_000):
        total += number
    return total


def main() -> None:
    meeting = Barrier(len(JOBS))
    with ProcessPoolExecutor(
        len(JOBS), initializer=share, initargs=(meeting,)
    ) as pool:
        print("pages:", len(list(pool.map(download, JOBS))))
        print("sums: ", len(list(pool.map(compute, JOBS))))


if __name__ == "__main__":
    main()
