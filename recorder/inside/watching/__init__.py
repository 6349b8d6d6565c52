"""Watches who runs, waits and is blocked, from inside an unchanged program's interpreter.

One mechanism carries it: the trace function that every thread gets.  It sees
each call.  A function of the program that is called from outside of it begins
a unit of work; a function of the library that `library.RULES` names may wait;
each line of the program is a time stamp.  A thread that used no processor
between two stamps has waited, and with a GIL the stamps of two threads tell
exactly who held it.  Locks alone are C all through, so those that the program
makes are wrapped (`locks`).

What is seen is noted, one literal a line, in a file for each process
(`notes`); `recorder.write.trace` reads it.  Nothing is imported that the program's
interpreter would not have, and nothing is printed.
"""

from __future__ import annotations

import os
import sys
import threading

from . import locks
from .notes import notes
from .watcher import first, reborn


def start() -> None:
    """Watch this process from here on, and every thread and fork of it."""
    threading.settrace(first)
    sys.settrace(first)
    locks.wrap()
    leave = os._exit

    def noted(status: int) -> None:
        notes.now("over", (notes.pid, ""))
        leave(status)

    os._exit = noted  # type: ignore[assignment]
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=notes.write, after_in_child=reborn)
