"""A pool starts a few workers and gives them all the tasks: six loaves
are baked by two threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, current_thread


def bake(loaf: int, oven: Barrier) -> str:
    oven.wait()  # bakes two at a time, so both workers are needed
    return current_thread().name


def main() -> None:
    oven = Barrier(2)
    loaves = range(6)
    with ThreadPoolExecutor(max_workers=2) as pool:
        bakers = list(pool.map(bake, loaves, [oven] * len(loaves)))
    print("loaves:", len(bakers))
    print("threads that baked them:", len(set(bakers)))


if __name__ == "__main__":
    main()
