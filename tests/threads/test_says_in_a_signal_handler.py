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
