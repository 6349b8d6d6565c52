# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""What two threads lose when they write to one object."""

from collections.abc import Callable
from threading import Barrier, Thread
from time import perf_counter

from pyperf import Runner

TIMES = 200_000


class Till:
    def __init__(self) -> None:
        self.coins = 0


def write(till: Till) -> None:
    for coins in range(TIMES):
        till.coins = coins


def read(till: Till) -> None:
    for _ in range(TIMES):
        _ = till.coins


def seconds(
    loops: int, task: Callable[[Till], None], tills: list[Till]
) -> float:
    start = Barrier(len(tills) + 1)

    def work(till: Till) -> None:
        start.wait()
        for _ in range(loops):
            task(till)

    threads = [Thread(target=work, args=(till,)) for till in tills]
    for thread in threads:
        thread.start()
    start.wait()
    begin = perf_counter()
    for thread in threads:
        thread.join()
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=5, values=4, loops=4)
    mine, yours = Till(), Till()
    for name, task in ("write", write), ("read", read):
        bench = runner.bench_time_func
        bench(f"{name} alone", seconds, task, [mine])
        bench(f"{name} own", seconds, task, [mine, yours])
        bench(f"{name} shared", seconds, task, [mine, mine])


if __name__ == "__main__":
    main()
