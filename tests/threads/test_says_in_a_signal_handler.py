"""What the page "Do little in a signal handler" says, beyond what its programs show."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue, SimpleQueue
from signal import SIGTERM, raise_signal, signal
from threading import Event, Lock, RLock, current_thread, main_thread
from typing import Any

import pytest

from recorder.pythons.interpreters import Interpreter

PAGE = Path("docs", "threads", "in-a-signal-handler.md")


@contextmanager
def handled(call: Callable[[], object]) -> Iterator[list[object]]:
    """What the call gives in a handler of SIGTERM."""
    said = list[object]()
    old = signal(SIGTERM, lambda number, frame: said.append(call()))
    try:
        yield said
    finally:
        signal(SIGTERM, old)


def locks() -> list[tuple[str, Any]]:
    """The locks that some calls take."""
    queue, event = Queue[int](), Event()
    return [("Lock", Lock()), ("Queue.put", queue.mutex), ("Event.set", event._cond)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "lock"), locks())
def test_a_lock_that_main_holds_is_not_free_for_the_handler(name: str, lock: Any) -> None:
    """The handler runs in the main thread, which cannot release it meanwhile."""
    taken = getattr(lock, "_lock", lock)
    with handled(lambda: (taken.acquire(False), current_thread() is main_thread())) as said, lock:
        raise_signal(SIGTERM)

    assert said == [(False, True)], name


def test_an_rlock_lets_the_handler_into_what_is_half_changed() -> None:
    """It sees one account changed, the other one not yet; logging's handlers have such a lock."""
    lock, accounts = RLock(), {"till": 10, "bank": 0}

    def total() -> int:
        with lock:
            return sum(accounts.values())

    with handled(total) as said, lock:
        accounts["till"] -= 5
        raise_signal(SIGTERM)
        accounts["bank"] += 5

    assert said == [5]
    assert type(logging.StreamHandler(io.StringIO()).lock) is type(lock)


#: Another thread gets a signal, and says who has heard it by then.
ELSEWHERE = """
import os, re, signal, sys, threading, time
from concurrent.futures import Future
from queue import Queue

heard = []
signal.signal(signal.SIGTERM, lambda *_: heard.append(threading.current_thread().name))
done, told, queue, main = threading.Event(), Future(), Queue(), threading.main_thread().ident


def until_main_waits(name):
    looks = []
    while len(looks) < 5 or len(set(looks)) > 1:  # nor does it wait for the GIL
        time.sleep(0.02)
        with open(f"/proc/self/task/{os.getpid()}/status") as file:
            status = file.read()
        frame = sys._current_frames().get(main)
        there = frame and re.fullmatch(name, frame.f_code.co_name)
        looks = [*looks[-4:], status] if there and "State:\\tS" in status else []


def other():
    FIRST
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    THEN
    print(heard, flush=True)
    done.set(), told.set_result(1), queue.put(1)


thread = threading.Thread(target=other)
thread.start()
LAST
print(heard)
"""


def said_elsewhere(interpreter: Interpreter, first: str, then: str, last: str) -> list[str]:
    """What it prints if main waits so."""
    text = ELSEWHERE.replace("FIRST", first).replace("THEN", then).replace("LAST", last)
    words = [interpreter.path, "-c", text]
    return subprocess.run(words, capture_output=True, text=True, timeout=60).stdout.split()


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("done.wait()", "wait"),
        ("queue.get()", "wait"),
        ("told.result()", "wait"),
        ("thread.join()", "(join|_wait_for_tstate_lock)"),
    ],
)
def test_a_signal_of_another_thread_is_heard_when_the_wait_is_over(
    interpreter: Interpreter, last: str, name: str
) -> None:
    """Main waits, the other thread gets the signal, and half a second later nobody has heard it."""
    half_a_second = "threading.Event().wait(0.5)  # more would change nothing"
    said = said_elsewhere(interpreter, f"until_main_waits({name!r})", half_a_second, last)

    assert said == ["[]", "['MainThread']"]


@pytest.mark.skipif("sys.platform != 'linux'", reason="as the test above it")
def test_a_main_thread_that_waits_in_short_steps_hears_it(interpreter: Interpreter) -> None:
    """Before anybody ends its wait."""
    step = "while not heard: time.sleep(0.01)"
    said = said_elsewhere(interpreter, "pass", step, "while not done.wait(0.1): pass")

    assert said == ["['MainThread']"] * 2


def test_a_simple_queue_and_a_flag_are_enough() -> None:
    """A handler puts while the main thread does anything."""
    caught = SimpleQueue[int]()
    with handled(lambda: caught.put(1)):
        for _ in range(1000):
            raise_signal(SIGTERM)
            caught.put(0)

    assert caught.qsize() == 2000


def test_a_thread_that_waits_for_signals_prints(tmp_path: Path) -> None:
    """The two functions of the page: its thread hears, and a child has the signals blocked too."""
    fences = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE.read_text())
    (fence,) = (fence for fence in fences if "sigwait" in fence)
    program = tmp_path / "program.py"
    program.write_text(
        fence
        + """
import os, subprocess, sys
from threading import Event

ask = "import signal; print(signal.SIGTERM in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
stopped = Event()
begin(stopped)
subprocess.run([sys.executable, "-c", ask], check=True)
os.kill(os.getpid(), signal.SIGINT)
print(stopped.wait(60), flush=True)
"""
    )
    ended = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, timeout=120, check=True
    )

    assert sorted(ended.stdout.splitlines()) == ["True", "True", "stopped by SIGINT"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="asyncio has no such handlers there")
def test_asyncio_takes_a_handler_in_the_main_thread() -> None:
    """In another one a loop refuses it, with words of its own."""
    program = """
import asyncio, signal, threading

async def serve():
    try:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)
        print("taken")
    except RuntimeError as error:
        print(error)

asyncio.run(serve())
other = threading.Thread(target=asyncio.run, args=(serve(),))
other.start()
other.join()
"""
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    ).stdout

    refused = "set_wakeup_fd only works in main thread of the main interpreter"
    assert said.splitlines() == ["taken", refused]
