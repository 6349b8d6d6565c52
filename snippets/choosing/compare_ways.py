# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""Every way of one job is timed with all that it needs, several times
in turn, and all have to come to the same result."""

import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from statistics import median
from time import perf_counter

JOB = [1_000] * 8
ROUNDS = 5


def work(limit: int) -> int:
    return sum(n * n for n in range(limit))


def serial() -> list[int]:
    return [work(limit) for limit in JOB]


def threads() -> list[int]:
    with ThreadPoolExecutor() as pool:
        return list(pool.map(work, JOB))


def processes() -> list[int]:
    with ProcessPoolExecutor() as pool:
        return list(pool.map(work, JOB))


def main() -> None:
    times, totals = defaultdict(list), set()
    for _ in range(ROUNDS):
        for way in serial, threads, processes:
            begin = perf_counter()
            totals.add(sum(way()))
            times[way.__name__].append(perf_counter() - begin)
    if "--quiet" not in sys.argv:
        print(sys.version)
        for name, took in times.items():
            span = f"{min(took):.3f} to {max(took):.3f} s"
            print(f"{name:9} {median(took):.3f} s, {span}")
    print("ways:", *times, "with the same result:", len(totals) == 1)


if __name__ == "__main__":
    main()
