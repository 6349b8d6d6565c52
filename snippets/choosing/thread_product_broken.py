"""Pools inside the workers of a pool multiply: two processes that open
a thread for each CPU put four threads to work on two CPUs."""

from concurrent.futures import (
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from multiprocessing import Barrier, synchronize

CPUS = 2  # stands for what os.process_cpu_count() returns
WORKERS = CPUS
HELPERS = CPUS
meeting: synchronize.Barrier


def prepare(barrier: synchronize.Barrier) -> None:
    global meeting
    meeting = barrier


def count_trees(part: int) -> int:
    return meeting.wait(timeout=10)


def survey(forest: str) -> list[int]:
    with ThreadPoolExecutor(HELPERS) as helpers:
        return list(helpers.map(count_trees, range(HELPERS)))


def main() -> None:
    barrier = Barrier(WORKERS * HELPERS)
    with ProcessPoolExecutor(
        WORKERS, initializer=prepare, initargs=(barrier,)
    ) as workers:
        tasks = [workers.submit(survey, f) for f in ("north", "south")]
        found = [task.result() for task in as_completed(tasks)]
    at_once = {place for parts in found for place in parts}
    print("CPUs:", CPUS)
    print("threads at work at once:", len(at_once))


if __name__ == "__main__":
    main()
