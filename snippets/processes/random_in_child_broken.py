"""Children draw the same number from a generator that was seeded at the
top of the file."""

import random
from concurrent.futures import ProcessPoolExecutor

SEEDS = [1, 2]

rng = random.Random(1)


def roll(seed: int) -> float:
    return rng.random()


def main() -> None:
    drawn = set()
    for seed in SEEDS:  # each pool starts a process of its own
        with ProcessPoolExecutor(max_workers=1) as pool:
            drawn.add(pool.submit(roll, seed).result())
    print(len(SEEDS), "children drew numbers:", len(drawn))


if __name__ == "__main__":
    main()
