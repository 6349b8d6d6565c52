"""What was seen, and how a call is called.

    ('begin', 171820022, (4711, 4711), 'bake bread', False)

is a note: what, when in nanoseconds of the clock that all processes share,
and in which lane, which is a process and in it a thread or an asyncio task.
"""

from __future__ import annotations

import os
from collections import deque
from time import perf_counter_ns as clock
from types import FrameType
from typing import Any

#: Where the notes go, and the program that is watched.
FOLDER, PROGRAM = os.environ["WATCHED_TO"], os.environ["WATCHED"]
Lane = tuple[int, object]


class Notes:
    """The notes of this process, and those that are not written yet."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start anew, as in a child that was forked."""
        self.waiting: deque[str] = deque()
        self.pid = os.getpid()
        file = os.path.join(FOLDER, f"{self.pid}.notes")
        self.file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def add(self, what: str, time: int, *rest: object) -> None:
        """Keep a note for later: writing lets go of the GIL, and would change who runs."""
        self.waiting.append(f"{(what, time, *rest)!r}\n")

    def write(self) -> None:
        """Write what was kept: the process may end, or wait for ever, from here on."""
        text = ""
        while self.waiting:
            try:
                text += self.waiting.popleft()
            except IndexError:  # another thread took it
                break
        if text:
            os.write(self.file, text.encode())

    def now(self, what: str, *rest: object) -> None:
        """Note what happens at this moment, and write."""
        self.add(what, clock(), *rest)
        self.write()


notes = Notes()


def label(function: object, arguments: tuple[Any, ...]) -> str:
    """How a call is called: its function and, if that is a short word or a number, what it is of.

    A chunk of an executor's map is called by the first call in it.
    """
    if getattr(getattr(function, "func", None), "__name__", "") == "_process_chunk":
        function, arguments = function.args[0], next(iter(arguments[0]), ())  # type: ignore[attr-defined]
    while hasattr(function, "func"):
        function, arguments = function.func, (*function.args, *arguments)  # type: ignore[attr-defined]
    name = getattr(function, "__name__", type(function).__name__)
    return named(name, *arguments[:1])


def label_of(frame: FrameType) -> str:
    """The label of the call that `frame` is."""
    code = frame.f_code
    names = [n for n in code.co_varnames[: code.co_argcount] if n not in ("self", "cls")]
    return named(code.co_name, *(frame.f_locals.get(name) for name in names[:1]))


def named(name: str, subject: object = None) -> str:
    """A function's name with its subject."""
    short = isinstance(subject, str) and subject.isprintable() and 0 < len(subject) <= 20
    number = isinstance(subject, int) and not isinstance(subject, bool) and abs(subject) < 10**6
    return f"{name} {subject}" if short or number else name
