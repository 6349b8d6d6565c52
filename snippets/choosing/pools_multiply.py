"""Pools inside the workers of a pool multiply: two processes with three
threads each have six threads at work at once."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Barrier, synchronize

meeting: synchronize.Barrier


def prepare(barrier: synchronize.Barrier) -> None:
    global meeting
    meeting = barrier


def count_trees(part: int) -> int:
    return meeting.wait(timeout=60)  # opens only for six at once


def survey(forest: str) -> list[int]:
    with ThreadPoolExecutor(max_workers=3) as helpers:
        return list(helpers.map(count_trees, range(3)))


def main() -> None:
    with ProcessPoolExecutor(
        max_workers=2, initializer=prepare, initargs=(Barrier(6),)
    ) as workers:
        found = list(workers.map(survey, ["north", "south"]))
    print("threads of each worker:", [len(parts) for parts in found])
    at_once = {place for parts in found for place in parts}
    print("at work at once:", len(at_once))


if __name__ == "__main__":
    main()
