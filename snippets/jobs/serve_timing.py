# /// script
# requires-python = ">=3.14"
# dependencies = [
#     "fastapi",
#     "gunicorn; sys_platform != 'win32'",
#     "pyperf",
#     "uvicorn",
# ]
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""How long two jobs at once take in the handlers of a web server and
in processes beside it, and a small request that comes meanwhile."""

import asyncio
import atexit
import socket
import time
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from functools import cache
from http.client import HTTPConnection
from math import isqrt
from multiprocessing import get_context
from statistics import median

from pyperf import Runner

HERE = "127.0.0.1"
BELOW = 400_000
SPAWN = get_context("spawn")


def work(below: int) -> int:
    numbers = range(2, below)
    return sum(
        all(n % m for m in range(2, isqrt(n) + 1)) for n in numbers
    )


def serve(door: socket.socket) -> None:
    import uvicorn
    from fastapi import FastAPI

    pool = ProcessPoolExecutor(2, mp_context=SPAWN)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with pool:
            yield

    api = FastAPI(lifespan=lifespan)

    @api.get("/handlers/{below}")
    def handle(below: int) -> int:
        return work(below)

    @api.get("/processes/{below}")
    async def pass_on(below: int) -> int:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, work, below)

    @api.get("/small")
    async def small() -> str:
        return "ok"

    config = uvicorn.Config(api, log_level="warning")
    uvicorn.Server(config).run(sockets=[door])


@cache
def port() -> int:
    """Of a server that is up, with its processes, and ends with us."""
    door = socket.create_server((HERE, 0))
    process = SPAWN.Process(target=serve, args=(door,))
    process.start()
    atexit.register(process.terminate)
    return int(door.getsockname()[1])


def ask(path: str) -> None:
    web = HTTPConnection(HERE, port(), timeout=60)
    with closing(web):
        web.request("GET", path)
        answer = web.getresponse()
        assert answer.status == 200 and answer.read()


def two_jobs(loops: int, place: str, below: int = BELOW) -> float:
    with ThreadPoolExecutor(2) as clients:
        begin = time.perf_counter()
        for _ in range(loops):
            list(clients.map(ask, [f"/{place}/{below}"] * 2))
        return time.perf_counter() - begin


def meanwhile(loops: int, place: str) -> float:
    two_jobs(1, place, 1_000)
    spent = []
    with ThreadPoolExecutor(1) as client:
        job = client.submit(ask, f"/{place}/{BELOW * loops}")
        while not job.done():
            time.sleep(0.02)  # meanwhile the job computes
            begin = time.perf_counter()
            ask("/small")
            spent.append(time.perf_counter() - begin)
        job.result()
    return median(spent) * loops


def main() -> None:
    runner = Runner(processes=2, values=3, loops=1)
    for place in "handlers", "processes":
        runner.bench_time_func(f"two jobs {place}", two_jobs, place)
        runner.bench_time_func(f"small {place}", meanwhile, place)


if __name__ == "__main__":
    main()
