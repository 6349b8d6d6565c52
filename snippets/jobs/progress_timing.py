# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf", "tqdm"]
# ///
"""How long short items take under a bar: in a plain loop, by tqdm's
process_map, and by processes that tell what is done now and then."""

from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from time import perf_counter

from pyperf import Runner
from tqdm import tqdm
from tqdm.contrib.concurrent import process_map

ITEMS = 3_000
LOOK = 0.1  # seconds from one message to the next


def work(number: int) -> bytes:
    return sha256(number.to_bytes(4) * 5_000).digest()


def loop() -> None:
    for number in tqdm(range(ITEMS), file=StringIO()):
        work(number)


def mapped(chunk: int) -> None:
    asked = {"max_workers": 2, "chunksize": chunk, "file": StringIO()}
    process_map(work, range(ITEMS), **asked)


def told(pipe: Connection, share: range) -> None:
    done, due = 0, perf_counter() + LOOK
    for number in share:
        work(number)
        done += 1
        if perf_counter() > due:
            pipe.send(done)
            done, due = 0, perf_counter() + LOOK
    pipe.send(done)


def telling() -> None:
    pipe, end = Pipe(duplex=False)
    shares = range(0, ITEMS, 2), range(1, ITEMS, 2)
    team = [Process(target=told, args=(end, some)) for some in shares]
    with pipe, end, tqdm(total=ITEMS, file=StringIO()) as bar:
        for one in team:
            one.start()
        while bar.n < ITEMS and pipe.poll(60):
            bar.update(pipe.recv())
        for one in team:
            one.join(60)


def seconds(loops: int, way: Callable[..., None], *args: int) -> float:
    begin = perf_counter()
    for _ in range(loops):
        way(*args)
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=2, values=3, loops=1)
    runner.bench_time_func("plain loop", seconds, loop)
    runner.bench_time_func("one each", seconds, mapped, 1)
    runner.bench_time_func("hundred each", seconds, mapped, 100)
    runner.bench_time_func("told", seconds, telling)


if __name__ == "__main__":
    main()
