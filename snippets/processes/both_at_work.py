# /// script
# [tool.sample]
# arranged = "a barrier in the middle of the loop"
# start-methods = ["spawn"]
# use = "processes/collect_results"
# [tool.sample.spared]
# grow = "the barrier is for two"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Two processes wait for each other inside their computing loops, so
both computations are in progress at once."""

import sys
from multiprocessing import get_context, synchronize


def add_up(halfway: synchronize.Barrier) -> None:
    total = 0
    for number in range(600_000):
        total += number
        if number == 300_000:
            halfway.wait(timeout=10)  # arranged


def main() -> None:
    spawn = get_context("spawn")
    halfway = spawn.Barrier(2)  # arranged
    adders = [
        spawn.Process(target=add_up, args=(halfway,), daemon=True)
        for _ in range(2)
    ]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join(timeout=10)
    codes = [adder.exitcode for adder in adders]
    print("exit codes:", codes)
    print("both were halfway at once:", not halfway.broken)
    sys.exit(codes != [0, 0])


if __name__ == "__main__":
    main()
