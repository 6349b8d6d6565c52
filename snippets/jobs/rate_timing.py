# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""How long a request takes under a limit of 200 a second, by threads
and by how long an answer takes, and how long it takes to get a turn."""

import time
from concurrent.futures import ThreadPoolExecutor
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from pyperf import Runner

GAP, QUICK, SLOW = 0.005, 0.001, 0.020
REQUESTS, TURNS = 60, 2_000


def request(answer: float) -> None:
    time.sleep(answer)  # stands for a way to the server, and back


class ByFile:
    """Moments a gap apart, for all who use the same file."""

    def __init__(self, folder: Path, gap: float) -> None:
        self.path, self.gap = folder / "turns", round(gap * 1e9)
        self.path.touch()

    def reserve(self) -> float:
        with self.path.open("r+b", buffering=0) as file:
            flock(file, LOCK_EX)
            moment = max(int(file.read() or 0), time.monotonic_ns())
            file.seek(0)
            file.write(b"%020d" % (moment + self.gap))
        return moment / 1e9


class ByLock:
    """The same for the threads of one program."""

    def __init__(self, _: Path, gap: float) -> None:
        self.lock, self.free, self.gap = Lock(), 0.0, gap

    def reserve(self) -> float:
        with self.lock:
            moment = max(self.free, time.monotonic())
            self.free = moment + self.gap
        return moment


def limited(loops: int, threads: int, answer: float) -> float:
    with TemporaryDirectory() as folder:
        limiter = ByFile(Path(folder), GAP)

        def one(_: int) -> None:
            rest = limiter.reserve() - time.monotonic()
            time.sleep(max(0, rest))  # up to its own turn
            request(answer)

        begin = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, range(REQUESTS * loops)))
        return (time.perf_counter() - begin) / REQUESTS


def slept(loops: int) -> float:
    begin = time.perf_counter()
    for _ in range(REQUESTS * loops):
        request(SLOW)
        time.sleep(GAP)  # as many do to keep a rate
    return (time.perf_counter() - begin) / REQUESTS


def turn(loops: int, kind: type[ByFile | ByLock]) -> float:
    with TemporaryDirectory() as folder:
        limiter = kind(Path(folder), 0)
        begin = time.perf_counter()
        for _ in range(TURNS * loops):
            limiter.reserve()
        return (time.perf_counter() - begin) / TURNS


def main() -> None:
    runner = Runner(processes=2, values=3, loops=1)
    bench = runner.bench_time_func
    bench("loop with a sleep", slept)
    for threads in 1, 2, 8:
        bench(f"slow answers {threads}", limited, threads, SLOW)
    for threads in 1, 8:
        bench(f"quick answers {threads}", limited, threads, QUICK)
    bench("turn by file", turn, ByFile)
    bench("turn by lock", turn, ByLock)


if __name__ == "__main__":
    main()
