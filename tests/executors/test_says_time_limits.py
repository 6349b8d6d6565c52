import inspect
import queue
import socket
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Process, get_context
from threading import Event, Thread
from time import monotonic

import pytest

from recorder.pythons.interpreters import Interpreter, find_all
from shelf import Sample, find

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
