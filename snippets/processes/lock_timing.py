# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How long two processes take to count in one number, with its lock
taken for each item, for each hundred, and once at the end."""

from multiprocessing import Barrier, Process, Value
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier as Gate
from time import perf_counter

from pyperf import Runner

ITEMS = 1_000_000


def fits(number: int) -> bool:
    return number % 7 == 3


def count(
    total: Synchronized[int], gate: Gate, items: int, each: int
) -> None:
    gate.wait(60)
    gate.wait(60)
    for first in range(0, items, each):
        found = 0
        for number in range(first, min(first + each, items)):
            found += fits(number)
        with total.get_lock():
            total.value += found
    gate.wait(60)


def seconds(loops: int, each: int) -> float:
    total, gate = Value("q"), Barrier(3)
    args = total, gate, ITEMS * loops // 2, each
    team = [Process(target=count, args=args) for _ in range(2)]
    for one in team:
        one.start()
    gate.wait(60)
    begin = perf_counter()
    gate.wait(60)
    gate.wait(60)
    spent = perf_counter() - begin
    for one in team:
        one.join(60)
    return spent


def plain_loop(loops: int) -> float:
    total = 0
    begin = perf_counter()
    for number in range(ITEMS * loops):
        total += fits(number)
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=4, values=3, loops=1)
    runner.bench_time_func("plain loop", plain_loop)
    runner.bench_time_func("each item", seconds, 1)
    runner.bench_time_func("each hundred", seconds, 100)
    runner.bench_time_func("end", seconds, ITEMS)


if __name__ == "__main__":
    main()
