"""Whoever runs, waits or is blocked is seen, on one clock, and the program is none the wiser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.cell import natural_cell
from recorder.pythons.interpreters import Interpreter
from recorder.write.trace import trace, watch
from shelf import Sample
from shelf.shape import parse, wrong
from shelf.trace import Trace, path_of, read, write

Program = Callable[..., Sample]
THREADS = """
from threading import Barrier, Lock, Thread

def meet(name: str, both: Barrier, lock: Lock) -> None:
    both.wait()
    with lock:
        pass

if __name__ == "__main__":
    both, lock = Barrier(2), Lock()
    threads = [Thread(target=meet, args=(name, both, lock)) for name in ("ada", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""
MEET = "wait at once: meet ada, meet bob"
IN_LOCK = "never overlap: meet ada in lock, meet bob in lock"
PROCESSES = """
from multiprocessing import Barrier, Process

def meet(name: str, both: Barrier) -> None:
    both.wait()

if __name__ == "__main__":
    both = Barrier(2)
    children = [Process(target=meet, args=(name, both)) for name in ("ada", "bob")]
    for child in children:
        child.start()
    for child in children:
        child.join()
"""
TASKS = """
import asyncio

async def meet(name: str, both: asyncio.Event) -> None:
    await both.wait()

async def both_of_them() -> None:
    both = asyncio.Event()
    tasks = [asyncio.create_task(meet(name, both)) for name in ("ada", "bob", "cleo")]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.sleep(0)
    both.set()
    await asyncio.gather(*tasks[:2])

if __name__ == "__main__":
    asyncio.run(both_of_them())
"""
EXECUTORS = """
from concurrent.futures import {0}

def bake(loaf: int) -> int:
    return loaf

if __name__ == "__main__":
    with {0}(1) as oven:
        list(oven.map(bake, [1, 2]))
"""


def seen(sample: Sample, interpreter: Interpreter, method: str = "") -> Trace:
    """The trace of one run, which went as the program says."""
    cell = interpreter.cell(method) if method else natural_cell(sample.header, interpreter)
    found, faults = watch(sample, interpreter, cell)
    assert faults == []
    return found


def test_threads_and_their_lock(program: Program, interpreter: Interpreter) -> None:
    """Both meet, and only one at a time holds the lock."""
    found = seen(program(THREADS, transcript=""), interpreter)

    assert [wrong(parse(line), found) for line in (MEET, IN_LOCK)] == ["", ""]
    assert [lane.name for lane in found.lanes] == ["main", "meet ada", "meet bob"]


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_processes_under_each_start_method(
    program: Program, interpreter: Interpreter, method: str
) -> None:
    """Two children share a clock, however they were started."""
    if method not in interpreter.start_methods:
        pytest.skip(f"this system has no {method}")
    found = seen(program(PROCESSES, transcript=""), interpreter, method)

    assert wrong(parse(MEET), found) == ""
    assert {"main", "meet ada", "meet bob"} <= {lane.process for lane in found.lanes}


def test_tasks_of_asyncio(program: Program, interpreter: Interpreter) -> None:
    """Tasks have lanes of their own, and a cancelled one says so."""
    found = seen(program(TASKS, transcript=""), interpreter)

    assert [wrong(parse(line), found) for line in (MEET, "cancelled: meet cleo")] == ["", ""]


@pytest.mark.parametrize("kind", ["Thread", "Process", "Interpreter"])
def test_the_calls_that_an_executor_runs(
    program: Program, interpreter: Interpreter, kind: str
) -> None:
    """Each call is a unit of its worker's lane."""
    if kind == "Interpreter" and interpreter.cell().version < "3.14":
        pytest.skip("interpreters came with 3.14")
    found = seen(program(EXECUTORS.format(f"{kind}PoolExecutor"), transcript=""), interpreter)

    assert wrong(parse("in order: bake 1, bake 2"), found) == ""


def test_it_comes_back_as_it_was_written(
    program: Program, interpreter: Interpreter, tmp_path: Path
) -> None:
    """The Trace Event Format holds all that a claim or a picture needs."""
    found = seen(program(THREADS, transcript=""), interpreter)
    write(found, tmp_path / "a.trace.json")
    again = read(tmp_path / "a.trace.json")

    assert again.facts == found.facts
    assert [(lane.name, lane.process, lane.whole) for lane in again.lanes] == [
        (lane.name, lane.process, lane.whole) for lane in found.lanes
    ]
    assert [set(lane.spans) for lane in again.lanes] == [set(lane.spans) for lane in found.lanes]


def test_noise_leaves_the_old_file(program: Program, interpreter: Interpreter) -> None:
    """Traced again the file stays; the program changed, it is written anew."""
    sample = program(THREADS, transcript="")
    first = [recording.news for recording in trace([sample], [interpreter])]
    text = path_of(sample).read_text()
    again = [recording.news for recording in trace([sample], [interpreter])]
    assert (first, again, path_of(sample).read_text()) == (["written"], ["unchanged"], text)

    changed = program(THREADS.replace("cleo", "dan") + "# changed\n", transcript="")
    assert [recording.news for recording in trace([changed], [interpreter])] == ["written"]


def test_a_program_that_notices_is_refused(program: Program, interpreter: Interpreter) -> None:
    """What it prints under watch has to be what it prints unwatched."""
    sample = program("import sys\nprint(sys.gettrace())\n", transcript="None\n")
    (recording,) = trace([sample], [interpreter])

    assert recording.news == "refused"
    assert "under watch: prints something else" in recording.faults[0].what
    assert not path_of(sample).exists()
