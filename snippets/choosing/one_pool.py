# /// script
# [tool.sample.spared]
# unbuildable = "a pool broken under map drops it: see survive-a-crash"
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""A pool made before the loop keeps its workers through every
round."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Value
from multiprocessing.sharedctypes import Synchronized


def start_work(hired: "Synchronized[int]") -> None:
    with hired.get_lock():
        hired.value += 1


def bake(loaf: int) -> int:
    return loaf + 1


def main() -> None:
    hired: Synchronized[int] = Value("i")
    baked: list[int] = []
    with ProcessPoolExecutor(1, None, start_work, (hired,)) as pool:
        for _ in range(3):
            baked += pool.map(bake, range(4))
    print("loaves:", len(baked))
    print("workers started:", hired.value)


if __name__ == "__main__":
    main()
