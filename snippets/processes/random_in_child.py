# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Children that get a seed each draw numbers of their own."""

import random
from concurrent.futures import ProcessPoolExecutor

SEEDS = [1, 2]


def roll(seed: int) -> float:
    return random.Random(seed).random()


def main() -> None:
    drawn = set()
    for seed in SEEDS:  # each pool starts a process of its own
        with ProcessPoolExecutor(max_workers=1) as pool:
            drawn.add(pool.submit(roll, seed).result())
    print(len(SEEDS), "children drew numbers:", len(drawn))


if __name__ == "__main__":
    main()
