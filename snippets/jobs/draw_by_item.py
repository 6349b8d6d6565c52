# /// script
# dependencies = ["numpy"]
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Pictures are turned by chance, each as epoch and index say, so that
any number of workers turns them alike."""

import signal
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

SEED, EPOCH = 7, 0
WORKERS = [1, 2]


class Pictures:
    def __len__(self) -> int:
        return 6

    def __getitem__(self, index: int) -> int:
        chance = np.random.default_rng([SEED, EPOCH, index])
        return int(chance.integers(360))


def take(data: Pictures, share: Iterable[int]) -> list[int]:
    return [data[index] for index in share]


def load(data: Pictures, workers: int) -> list[int]:
    angles = [0] * len(data)
    for first in range(workers):  # each pool starts one of its own
        share = range(first, len(data), workers)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            done = pool.submit(take, data, share).result()
        angles[first::workers] = done
    return angles


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for workers in WORKERS:
        print(f"workers {workers}:", *load(Pictures(), workers))


if __name__ == "__main__":
    main()
