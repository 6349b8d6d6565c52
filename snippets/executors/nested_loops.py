# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Two nested loops become one list of cases, and a process for each
core works on them; each result stands beside its case."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context

STEPS = [3, 7]
LIMITS = [1_000, 20_000, 300_000]


def count(case: tuple[int, int]) -> int:
    step, limit = case
    # what stood in the inner loop goes here
    return sum(n % step == 0 for n in range(limit))


def leave(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def main() -> None:
    signal.signal(signal.SIGTERM, leave)
    cases = list(product(STEPS, LIMITS))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        results = pool.map(count, cases)
        for case, found in zip(cases, results, strict=True):
            print(*case, found)


if __name__ == "__main__":
    main()
