import inspect
import os
import queue
import re
import signal
import socket
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Process, get_context
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from recorder.pythons.environments import NoEnvironment, python_with
from recorder.pythons.interpreters import Interpreter, find_all
from shelf import ROOT, Sample, find
from shelf.lock import lock_of

#: Kills the busy workers of a pool, and tells what became of them and of the pool.
#: The gate is inherited: a worker that is killed while it fetches one ends otherwise.
KILLING = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from time import sleep

context = get_context("fork")
at_work, gate = context.Semaphore(0), context.Semaphore(0)


def stay():
    at_work.release()
    gate.acquire(timeout=600)


if __name__ == "__main__":
    pool = ProcessPoolExecutor(2, context)
    stuck = [pool.submit(stay) for _ in range(8)]
    for _ in range(2):
        assert at_work.acquire(timeout=60)
    workers = active_children()
    getattr(pool, sys.argv[1])()
    # The pool's own thread joins them too: who comes second finds no code at first.
    while any(worker.exitcode is None for worker in workers):
        sleep(0.01)
    print("ended by a signal:", {worker.exitcode for worker in workers} <= {-9, -15})
    try:
        pool.submit(abs, -2)
    except RuntimeError:
        print("no more tasks")
    errors = []
    for task in stuck:
        try:
            errors.append(type(task.exception(timeout=60)).__name__)
        except BaseException as error:
            errors.append(type(error).__name__)
    print(*dict.fromkeys(errors))
"""


def public(kind: type) -> set[str]:
    """The names that a class of workers shows."""
    return {name for name in dir(kind) if not name.startswith("_")}


def test_a_thread_cannot_be_stopped_and_a_process_can() -> None:
    """No method of a thread stops it; a process has two that do."""
    older = {"getName", "setName", "isDaemon", "setDaemon"}
    of_threads = {"start", "run", "join", "is_alive", "name", "daemon", "ident", "native_id"}

    assert public(Thread) - older == of_threads
    assert public(Process) >= {"kill", "terminate"}


def test_calls_that_block_take_a_timeout() -> None:
    """A socket, subprocess.run and the get of a queue; for requests, a check of its job."""
    for call in (socket.create_connection, queue.Queue.get, subprocess.Popen.communicate):
        assert "timeout" in inspect.signature(call).parameters
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(["sleep", "60"], timeout=0.01)
    here, there = socket.socketpair()
    with here, there, pytest.raises(TimeoutError):
        here.settimeout(0.01)
        here.recv(1)


def test_the_clock_is_one_for_a_process_and_its_worker() -> None:
    """What a worker reads lies between two readings of its parent."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(abs, 0).result(timeout=60)
        before = monotonic()
        there = pool.submit(monotonic).result(timeout=60)

    assert before <= there <= monotonic()


def test_the_next_task_waits_for_the_worker() -> None:
    """A late task keeps the only worker, and the next one begins when it has ended."""
    gate = Event()
    order: list[str] = []

    def late() -> None:
        assert gate.wait(60)
        order.append("late task ended")

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(late)
        following = pool.submit(order.append, "next task begun")
        with pytest.raises(TimeoutError):
            first.result(timeout=0.01)
        gate.set()
        following.result(timeout=60)

    assert order == ["late task ended", "next task begun"]


@pytest.mark.parametrize("how", ["kill_workers", "terminate_workers"])
def test_all_workers_of_a_pool_are_killed_and_it_is_shut_down(how: str) -> None:
    """The tasks at the workers fail, those in the queue are cancelled, and no more is taken."""
    found, _ = find_all(["3.14"])
    if not found:
        pytest.skip("no Python 3.14 here")
    command = [found["3.14"].path, "-c", KILLING, how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.stdout.splitlines() == [
        "ended by a signal: True",
        "no more tasks",
        "BrokenProcessPool CancelledError",
    ], done.stderr


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_sigterm_leaves_no_worker(program: Callable[..., Sample], interpreter: Interpreter) -> None:
    """What the workers would print to is closed, so none of them is left."""
    source = find("executors/deadline_in_task").shown
    assert "now + 0.2" in source
    path = program(source.replace("now + 0.2", "now + 1")).path
    with subprocess.Popen(
        [interpreter.path, "-u", str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "144: side 12\n"
        process.terminate()
        try:
            rest, _ = process.communicate(timeout=60)
        finally:
            process.kill()

    assert (process.returncode, rest) == (143, "")


#: The page's line, and what is seen of them.  The pool looks at a clock that stands still.
PEBBLE = """
import os
import signal
import time
from concurrent.futures import Executor
from pathlib import Path
from types import SimpleNamespace

import pebble.pool.process
from pebble import ProcessPool

LIMIT = 60
now, looks = [1.0], [0]


def clock():
    looks[0] += 1
    return now[0]


def boil(egg):
    Path(f"{egg}.{os.getpid()}").touch()
    try:
        while True:
            signal.pause()
    finally:
        Path(f"cleaned up after {egg}").touch()


def hold():
    while not Path("open").exists():
        time.sleep(0.01)
    return "held"


def until(seen):
    end = time.monotonic() + LIMIT
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.01)


def begun(egg, future):
    until(lambda: future.running() and list(Path().glob(f"{egg}.*")))


def gone(egg):
    (pid,) = [int(path.suffix[1:]) for path in Path().glob(f"{egg}.*")]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


if __name__ == "__main__":
    pebble.pool.process.time = SimpleNamespace(time=clock, sleep=time.sleep)
    with ProcessPool(4) as pool:
        LINE
        begun("brown", future)
        others = [pool.schedule(hold) for _ in range(3)]
        until(lambda: all(other.running() for other in others))
        queued = pool.schedule(boil, args=["white"], timeout=5)
        now[0] += 60
        print(type(future.exception(LIMIT)).__name__)
        until(lambda: gone("brown"))
        begun("white", queued)
        before = looks[0]
        until(lambda: looks[0] > before + 3)
        print("late:", queued.done())
        Path("open").touch()
        print(*[other.result(LIMIT) for other in others])
        now[0] += 60
        print(type(queued.exception(LIMIT)).__name__)
        stuck = pool.schedule(boil, args=["blue"])
        begun("blue", stuck)
        print("cancelled:", stuck.cancel())
        until(lambda: gone("blue"))
        print(pool.schedule(abs, args=[-4]).result(LIMIT))
    print(*Path().glob("cleaned up*"))
    print("an executor:", isinstance(pool, Executor))
"""


#: Kills a worker of Pebble's that has no task.
IDLE = """
import os
import signal
import time

from pebble import ProcessPool

if __name__ == "__main__":
    pool = ProcessPool(2)
    os.kill(pool.schedule(os.getpid).result(60), signal.SIGKILL)
    end = time.monotonic() + 60
    while pool.active:
        assert time.monotonic() < end
        time.sleep(0.01)
    try:
        pool.schedule(abs, args=[-4])
    except RuntimeError as error:
        print(error)
    pool.stop()
    pool.join()
"""


def pebble(text: str, folder: Path, interpreter: Interpreter) -> list[str]:
    """What a program prints where Pebble is installed."""
    lock = lock_of(ROOT, ("pebble",))
    assert lock
    try:
        python = python_with(lock, interpreter)
    except NoEnvironment as why:
        if "CI" in os.environ:
            raise
        pytest.skip(str(why))
    program = folder / "program.py"
    program.write_text(text, encoding="utf-8")
    with subprocess.Popen(
        [python, str(program)],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=120)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.splitlines()


@pytest.mark.skipif("sys.platform == 'win32'", reason="its tasks wait for a signal")
def test_pebble_kills_one_task_and_its_pool_goes_on(
    tmp_path: Path, interpreter: Interpreter
) -> None:
    """At a limit that began with the task, or by a cancel; the others are done."""
    page = ROOT / "docs" / "executors" / "kill-a-process-that-hangs.md"
    (line,) = re.findall(r"`(future = pool.schedule.*?)`", page.read_text(encoding="utf-8"))
    text = PEBBLE.replace("LINE", line)

    assert pebble(text, tmp_path, interpreter) == [
        "TimeoutError",
        "late: False",
        "held held held",
        "TimeoutError",
        "cancelled: True",
        "4",
        "",
        "an executor: False",
    ]


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
def test_pebble_breaks_with_an_idle_worker(tmp_path: Path, interpreter: Interpreter) -> None:
    """It looks for the task of the dead worker, and there is none."""
    assert pebble(IDLE, tmp_path, interpreter) == ["Unexpected error within the Pool"]
