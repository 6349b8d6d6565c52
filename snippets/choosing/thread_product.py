# /// script
# [tool.sample]
# arranged = "a barrier opens when all threads are at work"
# use = "choosing/share_out"
# [tool.sample.spared]
# unbuildable = "submit to a broken pool drops it: see survive-a-crash"
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""Workers that share the CPUs out put no more threads to work than
there are CPUs."""

from concurrent.futures import (
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from multiprocessing import Barrier, synchronize

CPUS = 2  # stands for what os.process_cpu_count() returns
WORKERS = CPUS
HELPERS = max(1, CPUS // WORKERS)
meeting: synchronize.Barrier


def prepare(barrier: synchronize.Barrier) -> None:
    global meeting
    meeting = barrier


def count_trees(part: int) -> int:
    return meeting.wait(timeout=10)  # arranged


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
