# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""How long commands that mostly wait take, by how many run at once."""

from concurrent.futures import ThreadPoolExecutor
from subprocess import DEVNULL, run
from time import perf_counter

from pyperf import Runner

COMMANDS = [["sleep", "0.2"]] * 16


def call(words: list[str]) -> int:
    return run(words, stdin=DEVNULL, check=True, timeout=60).returncode


def plain_loop(loops: int) -> float:
    begin = perf_counter()
    for words in COMMANDS * loops:
        call(words)
    return perf_counter() - begin


def at_once(loops: int, workers: int) -> float:
    begin = perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(call, COMMANDS * loops))
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=2, values=3, loops=1)
    runner.bench_time_func("plain loop", plain_loop)
    for workers in 4, 16:
        name = f"{workers} at once"
        runner.bench_time_func(name, at_once, workers)


if __name__ == "__main__":
    main()
