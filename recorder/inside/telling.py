"""Tells where every thread of this process stands, when it is asked by a signal.

The recorder asks when a program has not ended within its limit.  Two answers
lie ready, since neither is always there: a handler in Python, which knows the
names of threads and processes, and `faulthandler`, which needs no running
interpreter but shows one thread where there is no GIL.  Each process has two
files in the folder of ``TOLD_TO``: ``PID.stacks`` for the second, ``PID.told``
for the first.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

FOLDER = os.environ["TOLD_TO"]
#: Nobody else's: the last but one of the real-time signals.
SIGNAL = signal.SIGRTMAX - 1 if hasattr(signal, "SIGRTMAX") else signal.SIGUSR2
#: Out of the way of the file numbers that a program sees.
HIGH = 200


def start() -> None:
    """Answer in this process and in those that are forked from it."""
    try:
        signal.signal(SIGNAL, tell)
    except ValueError:  # not the main thread of the main interpreter
        return
    listen()
    os.register_at_fork(after_in_child=listen)


def listen() -> None:
    """Have the answer without an interpreter written into a file of this process."""
    try:
        import faulthandler
        import fcntl
    except ImportError:  # a subinterpreter
        return
    try:
        low = os.open(os.path.join(FOLDER, f"{os.getpid()}.stacks"), os.O_WRONLY | os.O_CREAT)
        high = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, HIGH)
    except OSError:  # the folder is gone: the run is over, and this process outlives it
        return
    os.close(low)
    faulthandler.register(SIGNAL, file=high, all_threads=True, chain=True)


def tell(_number: int, _frame: FrameType | None) -> None:
    """Write where each thread stands: its name, and its frames from the inside out."""
    threading = sys.modules.get("threading")
    process = sys.modules.get("multiprocessing.process")
    active = dict(threading._active) if threading else {}
    name = process.current_process().name if process else "MainProcess"
    lines = [f"process {name}"]
    for ident, top in sorted(sys._current_frames().items()):
        lines.append(f"thread {active[ident].name if ident in active else 'a thread'}")
        frame: FrameType | None = top
        while frame:
            code = frame.f_code
            if code.co_filename != __file__:
                lines.append(f"{code.co_filename}\t{frame.f_lineno}\t{code.co_name}")
            frame = frame.f_back
    file = os.path.join(FOLDER, f"{os.getpid()}.told")
    new = os.open(f"{file}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(new, "\n".join([*lines, ""]).encode())
    os.close(new)
    os.replace(f"{file}.new", file)  # whole, or not there
