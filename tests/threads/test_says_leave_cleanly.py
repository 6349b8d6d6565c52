"""What the page "Leave cleanly" says, beyond what its programs show."""

import ctypes
import gc
import os
import select
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Thread

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import find
from tests.made import typed

#: More than a pipe holds.
SIZE = 1 << 20
LATE = """
import threading
from concurrent.futures import ThreadPoolExecutor
old = ThreadPoolExecutor(1)
def job():
    threading.main_thread().join()
    for pool in (lambda: old, lambda: old, ThreadPoolExecutor):
        try:
            pool().submit(print, "done")
        except RuntimeError as error:
            print("refused")
threading.Thread(target=job).start()
"""
LOOP = """
import asyncio, concurrent.futures.thread, threading
async def ask():
    loop = asyncio.get_running_loop()
    for way in (asyncio.to_thread, lambda *call: loop.run_in_executor(None, *call)):
        try:
            await way(abs, 1)
        except RuntimeError as error:
            print(error)
def job():
    threading.main_thread().join()
    asyncio.run(ask())
threading.Thread(target=job).start()
"""
DAEMON = """
import atexit, threading
stop = threading.Event()
def work():
    stop.wait()
    print("the daemon ends")
def leave():
    stop.set()
    daemon.join()
    print("joined")
daemon = threading.Thread(target=work, daemon=True)
daemon.start()
atexit.register(leave)
print("main ends")
"""
EXIT = """
import atexit, os, sys, threading
atexit.register(print, "handler")
threading.Thread(target=lambda: threading.Event().wait(20)).start()
sys.stdout.write("in the buffer")
try: os._exit(7)
finally: print("finally")
"""


def ended(code: str) -> tuple[int, str]:
    """The exit status of a Python of its own, and what it printed."""
    child = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=15, check=False
    )
    return child.returncode, child.stdout


def test_nothing_stops_a_thread_from_outside() -> None:
    """A thread has a method to start it, and none to end it."""
    methods = {name for name in vars(Thread) if not name.startswith("_")}

    assert "start" in methods
    assert not methods & {"terminate", "kill", "stop", "cancel", "close", "interrupt"}


def test_neither_a_retry_nor_a_new_executor_helps() -> None:
    """Once main has returned, a second try and a new pool are refused as the first try was."""
    assert ended(LATE) == (0, "refused\nrefused\nrefused\n")


def test_exit_of_os_calls_writes_and_awaits_nothing() -> None:
    """No handler, no finally block, no buffer, and no thread that runs on."""
    assert ended(EXIT) == (7, "")


def test_without_the_event_the_right_program_fails_or_never_ends() -> None:
    """The writer waits for nobody: until its limit is over, and for ever where it has none."""
    source = find("threads/daemon_cut_off").path.read_text(encoding="utf-8")
    unasked = source.replace("at_end.callback(stop.set)", "pass")
    assert unasked != source

    # its limit begins when main has printed
    says = '        print("main ends")\n'
    limit = "(not all(iter(begun.is_set, False)) or stop.wait(0.1))"
    late = unasked.replace(says, f"{says}        begun.clear()\n").replace("stop.wait(10)", limit)
    status, out = ended(late)
    assert (status, out) == (1, "main ends\nthe journal is closed\n")
    with subprocess.Popen(
        [sys.executable, "-c", unasked.replace("stop.wait(10)", "stop.wait()")],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "main ends\n"
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(timeout=0.3)
        finally:
            child.kill()


def test_a_thread_outlives_its_object() -> None:
    """Nobody keeps the Thread, and its function runs to the end."""
    go, done = Event(), Event()

    def work() -> None:
        go.wait(60)
        done.set()

    Thread(target=work).start()
    gc.collect()
    assert not done.is_set()
    go.set()

    assert done.wait(60)


@pytest.mark.skipif("sys.platform == 'win32'", reason="select waits for sockets alone there")
def test_an_exception_set_from_outside_comes_when_the_wait_is_over() -> None:
    """A loop in Python ends by it; a thread that waits in a call of C stays there."""
    here, there = os.pipe()
    looping = Event()
    ended: list[str] = []

    def loop() -> None:
        try:
            while True:
                looping.set()
        except KeyError:
            ended.append("loop")

    def write() -> None:
        try:
            os.write(there, bytes(SIZE))
            ended.append("went on")
        except KeyError:
            ended.append("write")

    def strike(thread: Thread) -> None:
        number = ctypes.c_ulong(thread.ident or 0)
        assert ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(KeyError)) == 1

    running, waiting = Thread(target=loop), Thread(target=write)
    running.start()
    looping.wait(60)
    strike(running)
    running.join(60)
    waiting.start()
    assert select.select([here], [], [], 60)[0]  # it is inside of write, which has more to write
    strike(waiting)
    waiting.join(0.5)
    assert (ended, waiting.is_alive()) == (["loop"], True)
    read = 0
    while read < SIZE:
        read += len(os.read(here, SIZE))
    waiting.join(60)
    os.close(here)
    os.close(there)

    assert ended == ["loop", "write"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="where its program runs")
def test_a_sleep_before_the_end_is_no_cure() -> None:
    """The program that aborts does so after a sleep, too."""
    source = find("threads/daemon_prints_broken").path.read_text(encoding="utf-8")
    first = "there, here = os.pipe()"
    slow = source.replace(first, f"import time; atexit.register(time.sleep, 0.2)\n{first}")
    assert slow != source

    status, said = ended(slow)

    assert status == 0
    assert said.startswith("Fatal Python error: ")
    assert "ended by signal: 6" in said


def test_a_handler_can_ask_and_join_a_daemon() -> None:
    """A daemon waits; the handler sets its event, and sees it end."""
    assert ended(DAEMON) == (0, "main ends\nthe daemon ends\njoined\n")


def test_a_loop_in_a_thread_is_refused_too() -> None:
    """Once main has returned, neither way from a loop into a thread is open."""
    refused = "cannot schedule new futures after interpreter shutdown\n"

    assert ended(LOOP) == (0, refused * 2)


LATEST = """
import atexit, multiprocessing, os, sys, threading
print((3, 12) <= sys.version_info < (3, 12, 3), flush=True)
def fork():
    if not (child := os.fork()):
        os._exit(0)
    os.waitpid(child, 0)
def start():
    threading.Thread(target=int).start()
def late():
    for way in start, fork, lambda: multiprocessing.Queue().put(1):
        try:
            way()
        except RuntimeError as error:
            print(error)
        else:
            print("fine")
def job():
    threading.main_thread().join()
    late()
atexit.register(late)
threading.Thread(target=job).start()
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="it forks")
def test_which_releases_refuse_a_late_thread(interpreter: Interpreter) -> None:
    """A few of one version, to a thread and to a handler; others start it, and fork."""
    run = subprocess.run(
        [str(interpreter.path), "-W", "ignore", "-c", LATEST],
        capture_output=True,
        text=True,
        timeout=60,
    )
    refused = [
        f"can't {what} at interpreter shutdown"
        for what in ("create new thread", "fork", "create new thread")
    ]

    strict, *said = run.stdout.splitlines()
    assert said == (refused * 2 if strict == "True" else ["fine"] * 6)


def test_a_thread_that_a_daemon_makes_is_one_too() -> None:
    """If nothing is said; and it may say otherwise."""
    made: list[bool] = []

    def make() -> None:
        made.extend((Thread(target=str).daemon, Thread(target=str, daemon=False).daemon))

    thread = Thread(target=make, daemon=True)
    thread.start()
    thread.join(60)

    assert made == [True, False]


def test_a_thread_is_paused_between_two_pieces_of_work(printed: Callable[[str], str]) -> None:
    """It goes on where it was, keeps what it holds, and a paused one is ended too."""
    said = printed(
        typed("threads/leave-cleanly")[0]
        + """
from threading import Lock, Thread

did, kept = [], Lock()
asked, begun = Event(), Event()


def work():
    did.append(len(did))
    if len(did) == 1:
        kept.acquire()
    go.clear()
    begun.set()


thread = Thread(target=run, args=(work,))
thread.start()
for _ in "ab":
    assert begun.wait(60)
    begun.clear()
    thread.join(0.01)
    print(did, thread.is_alive(), kept.locked())
    go.set()
assert begun.wait(60)
end()
thread.join(60)
print(did, thread.is_alive())
"""
    )

    assert said == "[0] True True\n[0, 1] True True\n[0, 1, 2] False\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGSTOP")
def test_a_stopped_process_keeps_its_lock(printed: Callable[[str], str]) -> None:
    """Until it is resumed."""
    said = printed("""
        import os
        import signal
        from multiprocessing import Lock, Pipe, Process

        def hold(lock, line):
            with lock:
                line.send("held")
                line.recv()

        if __name__ == "__main__":
            lock, (ours, theirs) = Lock(), Pipe()
            child = Process(target=hold, args=(lock, theirs))
            child.start()
            assert ours.poll(60)
            os.kill(child.pid, signal.SIGSTOP)
            ours.send("leave")
            print(lock.acquire(timeout=0.2))
            os.kill(child.pid, signal.SIGCONT)
            print(lock.acquire(timeout=60))
            child.join()
        """)

    assert said == "False\nTrue\n"
