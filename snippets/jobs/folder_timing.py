# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How long a folder of small files takes: a plain loop, and two
processes that get one file or a hundred at a time."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pyperf import Runner

FILES, SIZE = 5_000, 2_000


@cache
def folder() -> TemporaryDirectory[str]:
    made = TemporaryDirectory()
    for number in range(FILES):
        path = Path(made.name, f"{number}.log")
        path.write_bytes(number.to_bytes(4) * (SIZE // 4))
    return made


def digest(path: Path) -> bytes:
    return sha256(path.read_bytes()).digest()


def loop(paths: list[Path]) -> list[bytes]:
    return [digest(path) for path in paths]


def one(paths: list[Path]) -> list[bytes]:
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(digest, paths))


def hundred(paths: list[Path]) -> list[bytes]:
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(digest, paths, chunksize=100))


def old_pool(paths: list[Path]) -> list[bytes]:
    with Pool(2) as pool:
        return pool.map(digest, paths)


def seconds(
    loops: int, way: Callable[[list[Path]], list[bytes]]
) -> float:
    paths = sorted(Path(folder().name).iterdir())
    loop(paths[:100])
    begin = perf_counter()
    for _ in range(loops):
        way(paths)
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=3, values=3, loops=1)
    runner.bench_time_func("plain loop", seconds, loop)
    runner.bench_time_func("one file each", seconds, one)
    runner.bench_time_func("hundred files each", seconds, hundred)
    runner.bench_time_func("old pool", seconds, old_pool)


if __name__ == "__main__":
    main()
