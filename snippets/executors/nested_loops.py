# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Two nested loops become one list of cases, and a process for each
core works on them; each result stands beside its case."""

from concurrent.futures import ProcessPoolExecutor
from itertools import product

STEPS = [3, 7]
LIMITS = [1_000, 20_000, 300_000]


def count(case: tuple[int, int]) -> int:
    step, limit = case
    # what stood in the inner loop goes here
    return sum(n % step == 0 for n in range(limit))


def main() -> None:
    cases = list(product(STEPS, LIMITS))
    with ProcessPoolExecutor() as pool:
        results = pool.map(count, cases)
        for case, found in zip(cases, results, strict=True):
            print(*case, found)


if __name__ == "__main__":
    main()
