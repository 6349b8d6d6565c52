"""One thread as it is watched: its units of work, its waits, and its pauses."""

from __future__ import annotations

import sys
import threading
from itertools import count
from time import perf_counter_ns as clock
from time import thread_time_ns as used
from types import FrameType
from typing import Any, ClassVar

from .library import rules_of
from .notes import PROGRAM, Lane, label_of, notes

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

GIL: bool = getattr(sys, "_is_gil_enabled", lambda: True)()
#: Nanoseconds.  A shorter pause is noted only if another thread ran in it.
SHORTEST = 1_000_000
COROUTINE = 0x80
#: What stands in the place of rules for the program's own file.
OURS: dict[str, Any] = {"": None}
#: The library's functions that call what a Thread or a Process was made for.
RUNS = ("Thread.run", "Timer.run", "BaseProcess.run")
IMPORT = "import"

tasks = count(1)
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
        # the last stamp; a moment, and how much was used and how often stopped by then
        self.last = self.since = self.spent = self.stops = 0
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
        """Note a pause if the thread has neither run since the last stamp nor been ready to."""
        # In this order: whoever runs from here on takes the turn, and the next stamp sees it.
        other, Watcher.turn = Watcher.turn, self
        now, spent = clock(), used()
        gap = now - self.last
        worked = spent - self.spent - (self.last - self.since)
        elsewhere, stops = GIL and other is not self, stopped()
        if gap <= SHORTEST:
            idle = elsewhere
        elif elsewhere:  # a call that lets go of the GIL works while others run
            idle = worked < gap / 2
        else:
            idle = worked < gap / 10 and stops > self.stops
        if idle:
            notes.add("pause", self.last, self.lane, "its turn" if elsewhere else "", now)
        self.last = self.since = now
        self.spent, self.stops = spent, stops

    def resume(self) -> None:
        """What came before is accounted for."""
        Watcher.turn = self
        self.last = self.since = clock()
        self.spent, self.stops = used(), stopped()

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
            if name == "<module>":  # nobody calls the one of the command
                self.unit(IMPORT, caller is None)
            else:
                self.unit(name, caller is not None and caller.f_code.co_qualname in RUNS)
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
            notes.add("end", self.last, self.lane, "")
            notes.write()

    def unit(self, name: str, own: bool) -> None:
        """A unit of work begins; it is the lane's `own` if the lane was made for it."""
        self.doing = "" if own else name
        self.resume()
        self.introduce()
        notes.add("begin", self.last, self.lane, name, own)
        notes.write()

    def introduce(self) -> None:
        """Say once who this lane is."""
        if not self.known:
            self.known = True
            notes.add("lane", self.last, self.lane, threading.current_thread().name)

    # waits

    def wait(self, frame: FrameType, kind: str, words: str, whom: object) -> None:
        """The library's `frame` begins to wait."""
        self.stamp()
        self.waiting = frame
        notes.add("wait", self.last, self.lane, kind, words, whom)
        notes.write()

    def woke(self, whom: object = "") -> None:
        """The wait is over."""
        self.waiting = None
        self.resume()
        notes.add("woke", self.last, self.lane, whom)


class Step:
    """One step of an asyncio task, from where it goes on to where it waits again."""

    #: The tasks under way, by their id: nothing keeps one alive.
    lanes: ClassVar[dict[int, Lane]] = {}
    left: ClassVar[dict[Lane, int]] = {}

    def __init__(self, watcher: Watcher, task: Any, frame: FrameType) -> None:
        self.watcher = watcher
        self.outer = watcher.lane, watcher.waiting, watcher.doing
        begins = id(task) not in self.lanes
        if begins:
            self.lanes[id(task)] = notes.pid, f"task {next(tasks)}"
        self.lane = self.lanes[id(task)]
        watcher.resume()
        if not begins:
            left = self.left.get(self.lane, watcher.last)
            notes.add("pause", left, self.lane, "", watcher.last)
        else:
            notes.add("lane", watcher.last, self.lane, task.get_name())
            notes.add("begin", watcher.last, self.lane, label_of(frame), True)
            task.add_done_callback(self.done)
        watcher.lane, watcher.waiting, watcher.doing = self.lane, None, ""
        watcher.depth += 1

    def event(self, frame: FrameType, event: str, arg: Any) -> Any:
        """The trace function of the task's outermost coroutine."""
        if event != "exception":
            self.watcher.stamp()
        if event == "return":
            self.left[self.lane] = self.watcher.last
            self.watcher.depth -= 1
            self.watcher.lane, self.watcher.waiting, self.watcher.doing = self.outer
        return self.event

    def done(self, task: Any) -> None:
        """The task has ended."""
        del self.lanes[id(task)]
        time = self.left.pop(self.lane, 0) or clock()
        notes.add("end", time, self.lane, "cancelled" if task.cancelled() else "")


def stopped() -> int:
    """How often this thread has stopped of itself, and not by order of the operating system.

    Where the system does not count that for a thread, each time may be one.
    """
    of_thread = getattr(resource, "RUSAGE_THREAD", None)  # Linux alone has it
    return clock() if of_thread is None else resource.getrusage(of_thread).ru_nvcsw


def current_task() -> Any:
    """The asyncio task that runs in this thread, if any."""
    module = sys.modules.get("asyncio.tasks")
    try:
        return module.current_task() if module else None
    except RuntimeError:
        return None


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
