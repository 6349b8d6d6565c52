"""What a crash left unfinished is tried again, each task in a pool of
its own, so that only the crashing task is lost."""

import os
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress


def bake(loaf: str) -> str:
    if loaf == "burnt bread":
        os._exit(70)
    return "ready"


def bake_all(loaves: list[str]) -> dict[str, str]:
    tasks: dict[str, Future[str]] = {}
    with (
        suppress(BrokenProcessPool),
        # more workers can hang here on 3.11, and not on later versions
        ProcessPoolExecutor(max_workers=1) as pool,
    ):
        for loaf in loaves:
            tasks[loaf] = pool.submit(bake, loaf)
    return {
        loaf: task.result()
        for loaf, task in tasks.items()
        if not isinstance(task.exception(), BrokenProcessPool)
    }


def main() -> None:
    loaves = ["white bread", "burnt bread", "rye bread"]
    baked = bake_all(loaves)
    for loaf in loaves:
        if loaf not in baked:
            baked |= bake_all([loaf])
        print(f"{loaf}: {baked.get(loaf, 'lost')}")


if __name__ == "__main__":
    main()
