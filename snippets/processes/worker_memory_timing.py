# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# [tool.sample]
# systems = ["linux"]
# ///
"""How much memory one more idle worker takes."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.interpreters import create
from contextlib import suppress
from os import getsid
from pathlib import Path
from typing import Any

from pyperf import Runner


def wait(ready: Any, leave: Any) -> None:
    ready.release()
    leave.wait()


def worker(kind: Any, module: Any) -> Callable[[], None]:
    ready, leave = module.Semaphore(0), module.Event()
    idle = kind(target=wait, args=(ready, leave), daemon=True)
    idle.start()
    ready.acquire()
    return lambda: (leave.set(), idle.join())[1]


def thread() -> Callable[[], None]:
    return worker(threading.Thread, threading)


def interpreter() -> Callable[[], None]:
    idle = create()
    idle.exec("")
    return idle.close


def process(method: str) -> Callable[[], None]:
    context: Any = multiprocessing.get_context(method)
    return worker(context.Process, context)


def memory() -> int:
    """What all processes of this session take, shared parts divided.

    Mapped files are left out: what they take changes with whatever else
    the machine runs.
    """
    size = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if getsid(int(folder.name)) == getsid(0):
                text = (folder / "smaps_rollup").read_text()
                size += int(text.partition("\nPss_Anon:")[2].split()[0])
    return size * 1024


def one_more(
    loops: int, start: Callable[..., Callable[[], None]], *given: str
) -> float:
    multiprocessing.set_forkserver_preload(list(given[1:]))
    ends = [start(*given[:1]) for _ in range(2)]
    before = memory()
    ends += [start(*given[:1]) for _ in range(4)]
    after = memory()
    for end in ends:
        end()
    return (after - before) / 4


def main() -> None:
    runner = Runner(processes=6, values=1, warmups=0, loops=1)
    for key, *given in (
        ("thread", thread),
        ("interpreter", interpreter),
        ("fork", process, "fork"),
        ("forkserver preload", process, "forkserver", "__main__"),
        ("forkserver empty", process, "forkserver"),
        ("spawn", process, "spawn"),
    ):
        unit = {"unit": "byte"}
        runner.bench_time_func(key, one_more, *given, metadata=unit)


if __name__ == "__main__":
    main()
