"""One thread as it is watched: its units of work, its waits, and its pauses."""

from __future__ import annotations

import sys
import threading
from time import perf_counter_ns as clock
from time import thread_time_ns as used
from types import FrameType
from typing import Any

from .library import rules_of
from .notes import PROGRAM, Lane, label_of, notes

GIL: bool = getattr(sys, "_is_gil_enabled", lambda: True)()
#: Nanoseconds.  A shorter pause is noted only if another thread ran in it.
SHORTEST = 1_000_000
COROUTINE = 0x80
#: What stands in the place of rules for the program's own file.
OURS: dict[str, Any] = {"": None}
#: The library's functions that call what a Thread or a Process was made for.
RUNS = ("Thread.run", "Timer.run", "BaseProcess.run")
MAIN = "reads the program"

_rules: dict[str, dict[str, Any]] = {}


def rules(file: str) -> dict[str, Any]:
    """The rules for the functions of a file: none for most."""
    found = _rules.get(file)
    if found is None:
        found = _rules[file] = OURS if file == PROGRAM else rules_of(file)
    return found


class Watcher:
    """A thread.  `lane` is where it writes now: its own, or that of an asyncio task."""

    #: With a GIL: who was seen last to run.
    turn: Watcher | None = None

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start anew, as in a child that was forked."""
        self.lane: Lane = (notes.pid, threading.get_native_id())
        self.depth = 0  # how many frames of the program are open
        self.waiting: FrameType | None = None  # the library's frame that waits
        self.known = False
        self.doing = ""  # the unit, where a lane takes several
        self.last = self.since = self.spent = (
            0  # the last stamp; a moment, and what was used by then
        )
        self.resume()

    @property
    def who(self) -> object:
        """By what name others wait for it: a unit's, or a lane."""
        return self.doing or self.lane

    # time

    def stamp(self) -> None:
        """This thread runs now."""
        now = clock()
        if now - self.since > SHORTEST or (GIL and Watcher.turn is not self):
            self.look()
        else:
            self.last = now

    def look(self) -> None:
        """Note a pause if no processor was used since the last stamp."""
        # In this order: whoever runs from here on takes the turn, and the next stamp sees it.
        other, Watcher.turn = Watcher.turn, self
        now, spent = clock(), used()
        gap = now - self.last
        worked = spent - self.spent - (self.last - self.since)
        if worked < gap / 2 and (gap > SHORTEST or (GIL and other is not self)):
            notes.add("pause", self.last, self.lane, now)
        self.last = self.since = now
        self.spent = spent

    def resume(self) -> None:
        """What came before is accounted for."""
        Watcher.turn = self
        self.last = self.since = clock()
        self.spent = used()

    # calls

    def call(self, frame: FrameType, event: str, arg: Any) -> Any:
        """The trace function: a call begins."""
        found = rules(frame.f_code.co_filename)
        if found is OURS:
            return self.enter(frame)
        rule = found and found.get(frame.f_code.co_qualname)
        return rule(self, frame) if rule else None

    def enter(self, frame: FrameType) -> Any:
        """A function of the program is called."""
        caller = frame.f_back
        outside = caller is None or rules(caller.f_code.co_filename) is not OURS
        if outside and frame.f_code.co_flags & COROUTINE and (task := current_task()):
            return Step(self, task, frame).event
        if self.depth:
            self.stamp()
        else:
            name = label_of(frame)
            whole = name == "<module>"
            own = caller is not None and caller.f_code.co_qualname in RUNS
            self.unit(MAIN if whole else name, own or (whole and first_process()))
        self.depth += 1
        return self.line

    def line(self, frame: FrameType, event: str, arg: Any) -> Any:
        """The trace function of a call of the program: it is at a line, or ends."""
        if event != "exception":
            self.stamp()
        if event == "return":
            self.leave()
        return self.line

    def leave(self) -> None:
        """A call of the program, or a unit, has ended."""
        self.depth -= 1
        if not self.depth:
            notes.write("end", self.lane, "")

    def unit(self, name: str, own: bool) -> None:
        """A unit of work begins; it is the lane's `own` if the lane was made for it."""
        self.introduce()
        self.doing = "" if own else name
        notes.write("begin", self.lane, name, own)
        self.resume()

    def introduce(self) -> None:
        """Say once who this lane is."""
        if not self.known:
            self.known = True
            notes.add("lane", clock(), self.lane, threading.current_thread().name)

    # waits

    def wait(self, frame: FrameType, kind: str, words: str, whom: object) -> None:
        """The library's `frame` begins to wait."""
        self.stamp()
        self.waiting = frame
        notes.write("wait", self.lane, kind, words, whom)

    def woke(self, whom: object = "") -> None:
        """The wait is over."""
        self.waiting = None
        self.resume()
        notes.add("woke", self.last, self.lane, whom)


class Step:
    """One step of an asyncio task, from where it goes on to where it waits again."""

    numbers: dict[Any, int] = {}  # noqa: RUF012
    left: dict[Lane, int] = {}  # noqa: RUF012

    def __init__(self, watcher: Watcher, task: Any, frame: FrameType) -> None:
        self.watcher = watcher
        self.outer = watcher.lane, watcher.waiting, watcher.doing
        number = self.numbers.setdefault(task, len(self.numbers) + 1)
        self.lane: Lane = (notes.pid, f"task {number}")
        if self.lane in self.left:
            notes.add("pause", self.left[self.lane], self.lane, clock())
        else:
            notes.add("lane", clock(), self.lane, task.get_name())
            notes.add("begin", clock(), self.lane, label_of(frame), True)
            task.add_done_callback(self.done)
        watcher.lane, watcher.waiting, watcher.doing = self.lane, None, ""
        watcher.depth += 1
        watcher.resume()

    def event(self, frame: FrameType, event: str, arg: Any) -> Any:
        """The trace function of the task's outermost coroutine."""
        if event != "exception":
            self.watcher.stamp()
        if event == "return":
            self.left[self.lane] = clock()
            self.watcher.depth -= 1
            self.watcher.lane, self.watcher.waiting, self.watcher.doing = self.outer
        return self.event

    def done(self, task: Any) -> None:
        """The task has ended."""
        time = self.left.get(self.lane, 0) or clock()
        notes.add("end", time, self.lane, "cancelled" if task.cancelled() else "")


def current_task() -> Any:
    """The asyncio task that runs in this thread, if any."""
    module = sys.modules.get("asyncio.tasks")
    try:
        return module.current_task() if module else None
    except RuntimeError:
        return None


def first_process() -> bool:
    """Whether this is the process that was started by the command."""
    module = sys.modules.get("multiprocessing.process")
    return "--multiprocessing-fork" not in sys.orig_argv and (
        module is None or module.parent_process() is None
    )


def first(frame: FrameType, event: str, arg: Any) -> Any:
    """The trace function of a thread of which nothing was seen yet."""
    watcher = Watcher()
    sys.settrace(watcher.call)
    return watcher.call(frame, event, arg)


def reborn() -> None:
    """Start anew in a child that was forked."""
    notes.begin()
    watcher = getattr(sys.gettrace(), "__self__", None)
    if isinstance(watcher, Watcher):
        watcher.begin()
