# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""What it costs to start an idle worker, and to see it end."""

from concurrent.interpreters import create
from multiprocessing import get_context, set_forkserver_preload
from threading import Thread

from pyperf import Runner


def nothing() -> None:
    """The shortest task that there is."""


def thread() -> None:
    worker = Thread(target=nothing)
    worker.start()
    worker.join()


def interpreter() -> None:
    worker = create()
    worker.exec("")
    worker.close()


def fork() -> None:
    worker = get_context("fork").Process(target=nothing)
    worker.start()
    worker.join()


def forkserver(preload: list[str]) -> None:
    set_forkserver_preload(preload)
    worker = get_context("forkserver").Process(target=nothing)
    worker.start()
    worker.join()


def spawn() -> None:
    worker = get_context("spawn").Process(target=nothing)
    worker.start()
    worker.join()


def main() -> None:
    runner = Runner(processes=4, values=5, min_time=0.02)
    runner.bench_func("thread", thread)
    runner.bench_func("interpreter", interpreter)
    runner.bench_func("fork", fork)
    runner.bench_func("forkserver preload", forkserver, ["__main__"])
    runner.bench_func("forkserver empty", forkserver, [])
    runner.bench_func("spawn", spawn)


if __name__ == "__main__":
    main()
