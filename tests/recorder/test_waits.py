"""What a thread waits for is told from a wait that ends by itself, for each call of the table."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recorder.run.waits import CALLS, forever, untimed

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in CALLS,
    reason="it is told by /proc, for the processors of the table",
)
#: Waits in one call of the system: by its number, with and without a limit (0: it has none).
WAIT = """
import ctypes, os, socket, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
call, limited = int(sys.argv[1]), sys.argv[2] == "limited"
ours, theirs = os.pipe()
one, other = socket.socketpair()
listener = socket.create_server(("127.0.0.1", 0))
buffer = ctypes.create_string_buffer(1 << 20)
poll = (ctypes.c_int * 2)(ours, 1)
vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 1)
message = (ctypes.c_void_p * 7)(None, 0, ctypes.addressof(vector), 1, None, 0, 0)
queue = libc.epoll_create1(0)
long = (ctypes.c_long * 2)(600, 0)
word = ctypes.c_int(7)
ticks, time = (600_000, long) if limited else (-1, None)
if call in (61, 247):
    child = os.fork()
    if not child:
        while True: os.read(ours, 1)
if call == 1:
    os.write(theirs, bytes(65536))
given = {
    0: (ours, buffer, 1),
    1: (theirs, buffer, 65536),
    7: (poll, 1, ticks),
    23: (0, None, None, None, time),
    43: (listener.fileno(), None, None),
    45: (one.fileno(), buffer, 1, 0, None, None),
    47: (one.fileno(), message, 0),
    61: (-1, None, 0, None),
    202: (ctypes.byref(word), 0, 7, time, None, 0),
    232: (queue, buffer, 1, ticks),
    247: (0, 0, buffer, 4, None),
    270: (0, None, None, None, time, None),
    271: (poll, 1, time, None, 0),
    281: (queue, buffer, 1, ticks, None, 0),
    288: (listener.fileno(), None, None, 0),
}[call]
print("up", flush=True)
libc.syscall(call, *given)
print("ended", ctypes.get_errno(), flush=True)
"""
TABLE = CALLS.get(platform.machine(), {})
EACH = [
    pytest.param(call, how, id=f"{call} {how}")
    for call, limit in sorted(TABLE.items())
    for how in ("unlimited", "limited")
    if how == "unlimited" or limit is not None
]


@pytest.mark.parametrize(("call", "how"), EACH)
def test_each_call_of_the_table_is_told(call: int, how: str) -> None:
    """A process that waits in it for ever is named; one that will go on is not."""
    child = subprocess.Popen(
        [sys.executable, "-c", WAIT, str(call), how],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        while not waits_in(child.pid, call):
            assert child.poll() is None, child.stdout.read()
        told = untimed([child.pid])
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()

    assert len(told) == (how == "unlimited"), told


def waits_in(pid: int, call: int) -> bool:
    """Whether a process sleeps in a call of the system."""
    task = Path("/proc", str(pid))
    state = (task / "stat").read_text().rpartition(")")[2].split()[0]
    return state == "S" and (task / "syscall").read_text().split()[0] == str(call)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("202 0x1 0x80 0x2 0x0", True),
        ("202 0x1 0x189 0x0 0x0", True),  # what a lock of Python's waits by
        ("202 0x1 0x81 0x1 0x0", False),  # it wakes others
        ("202 0x1 0x80 0x2 0x7ffc", False),
        ("999 0x1", False),
        ("running", False),
        ("", False),
    ],
)
def test_a_line_of_proc_is_read(line: str, told: bool) -> None:
    """A futex waits by two of its commands; a call that is not in the table may end."""
    assert forever(line.split(), CALLS["x86_64"]) is told


def test_one_who_may_go_on_is_enough() -> None:
    """Somebody who runs, or who is not there, can wake the others."""
    assert untimed([os.getpid()]) == ()
    assert untimed([2**22 + 1]) == ()
    assert untimed([]) == ()
