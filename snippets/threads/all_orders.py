# /// script
# [tool.sample.spared]
# raise = "raised in a thread that it explores, it is an error of that"
# ///
"""Every order in which the threads of a small program can take their
steps is run or counted, and the shortest order that fails is shown."""

import _thread
import argparse
import ast
import builtins
import gc
import heapq
import io
import itertools
import json
import math
import operator
import shlex
import symtable
import sys
import time
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NoReturn, cast

EXAMPLE = """\
from threading import Thread


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        balance = self.balance
        self.balance = balance + amount


def main():
    account = Account()
    threads = [
        Thread(target=account.deposit, args=(10,)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert account.balance == 20, f"{account.balance} left"
"""
ARRANGED = "# arranged"
LISTED = 2_000
CAUGHT = 1_000
Place = tuple[object, ...]
Touched = dict[Place, int]
READS_ITEM, CHANGES_ITEM = 2, 3


class Trouble(Exception):
    """Says in one sentence why a program cannot be explored."""


class Ended(BaseException):
    """Unwinds a thread whose run is over."""


class Learned(Exception):
    """A place turned out to be shared, so there are more steps."""


class Cut(Exception):
    """A bound was reached."""


Key = tuple[int, int, str, str]


@dataclass(frozen=True)
class Site:
    """A place in the source where a thread may take a step."""

    line: int
    column: int
    verb: str
    text: str

    @property
    def key(self) -> Key:
        own = self.text if self.column >= 0 else ""
        return self.line, self.column, self.verb, own


@dataclass
class Step:
    """A step that a thread is about to take; what it touches has a
    number: it reads it (0), changes it (1), reads one item or changes
    one item of it."""

    site: Site
    touched: Touched
    ready: Callable[[], bool] | None
    limited: bool
    visible: bool
    fired: bool = False


class Worker:
    """A thread of the explored program; number 0 runs main."""

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.name = name
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        self.done = _thread.allocate_lock()
        self.done.acquire()
        self.ident = 0
        self.daemon = False
        self.pending: Step | None = None
        self.running = False
        self.ended = False
        self.silent = 0
        self.late = 0
        self.segment = 0
        self.known: dict[int, int] = {}
        self.after: dict[int, int] = {}


@dataclass(frozen=True)
class Outcome:
    """How a run ended, and whether that is a failure."""

    fails: bool
    kind: str
    text: str

    def __str__(self) -> str:
        return self.text if self.kind == "ends" else self.kind_text

    @property
    def kind_text(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


@dataclass
class Told:
    """A step that was taken, in words."""

    thread: int
    site: Site
    detail: str = ""
    state: dict[str, str] = field(default_factory=dict)


RUN: "Run"


class Run:
    """One run of a program, in which one thread goes at a time."""

    def __init__(
        self,
        program: "Program",
        visible: set[Key],
        choose: Callable[["Run", list[Worker]], Worker | None],
        limit: int,
        tell: bool = False,
    ) -> None:
        self.program = program
        self.visible = visible
        self.choose = choose
        self.limit = limit
        self.tell = tell
        self.told: list[Told] = []
        self.workers: list[Worker] = []
        self.active: Worker = Worker(0, "main")
        self.ending = False
        self.finished = _thread.allocate_lock()
        self.finished.acquire()
        self.ticks = 0
        self.order: list[int] = []
        self.taken: dict[int, int] = {}
        self.touched: list[Touched] = []
        self.clocks: list[dict[int, int]] = []
        self.last: dict[Place, dict[int, dict[int, int]]] = {}
        self.seen: dict[Place, dict[tuple[Any, ...], None]] = {}
        self.learned: set[Key] = set()
        self.numbers: dict[int, int] = {}
        self.kept: list[object] = []
        self.labels: dict[int, tuple[str, object]] = {}
        self.shown: dict[str, Callable[[], object]] = {}
        self.errors: list[str] = []
        self.stopped: BaseException | None = None
        self.deadlock = ""
        self.out = io.StringIO()
        self.fire = False
        self.offered: list[tuple[str, Callable[[], object]]] = []
        self.telling = False

    def add(self, name: str) -> Worker:
        worker = Worker(len(self.workers), name)
        self.workers.append(worker)
        return worker

    def launch(self, worker: Worker, call: Callable[[], None]) -> None:
        """Have a worker ready to go when its turn comes."""

        def body() -> None:
            worker.gate.acquire()
            try:
                if not self.ending:
                    call()
            except Ended:
                pass
            except BaseException as error:
                self.fails(worker, error)
            finally:
                self.leave(worker)

        worker.running = True
        worker.ident = _thread.start_new_thread(body, ())

    def fails(self, worker: Worker, error: BaseException) -> None:
        if self.ending:
            return
        if isinstance(error, Trouble):
            self.stop(error)
        elif isinstance(error, SystemExit):
            if worker.number == 0 and error.code:
                self.errors.append(f"SystemExit: {error.code}")
        else:
            name = type(error).__name__
            words = f"{name}: {error}" if str(error) else name
            who = "" if worker.number == 0 else f" in {worker.name}"
            self.errors.append(f"{words}{who}")

    def leave(self, worker: Worker) -> None:
        """A worker's last act: somebody else goes on."""
        if not self.ending:
            with suppress(Ended):
                self.at(END, {("end", worker.number): True})
        worker.ended, worker.running = True, False
        worker.segment += 1
        if not self.ending:
            self.hand_over(worker)
        worker.done.release()

    def give_up(self, error: BaseException) -> NoReturn:
        """End the run from inside of it; nobody may catch this."""
        self.stop(error)
        raise Ended

    def stop(self, error: BaseException | None = None) -> None:
        """Tell the explorer that this run is over."""
        if not self.ending:
            self.stopped = error
            self.ending = True
            self.finished.release()

    def number(self, thing: object) -> int:
        """The number of a thing, the same on each run of an order."""
        key = id(thing)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers)
            self.kept.append(thing)
        return self.numbers[key]

    def at(
        self,
        site: Site,
        touched: Touched,
        ready: Callable[[], bool] | None = None,
        limited: bool = False,
        counts: bool = True,
    ) -> bool:
        """Take a step as soon as it is this thread's turn; False if
        the step's limit ran out instead."""
        worker = self.active
        if self.ending:
            self.past_the_end(worker, ready)
            return True
        self.ticks += 1
        key = site.key
        if counts:
            self.note(worker, key, touched)
        visible = counts and key in self.visible
        offered, self.offered, self.telling = self.offered, [], False
        if not visible and (ready is None or ready()):
            worker.silent += 1
            if worker.silent > 10_000 and counts:
                self.learned.add(key)
                self.give_up(Learned())
            return True
        step = Step(site, touched, ready, limited, visible)
        worker.pending = step
        worker.running = False
        self.hand_over(worker)
        for name, look in offered if visible else ():
            self.shown.setdefault(name, look)
        self.telling = self.tell and visible
        return not step.fired

    def past_the_end(
        self, worker: Worker, ready: Callable[[], bool] | None
    ) -> None:
        worker.late += 1
        if worker.late > CAUGHT:
            self.caught(worker)
        if ready is not None and not ready():
            raise Ended

    def caught(self, worker: Worker) -> None:
        """A thread that catches its own end is left where it is."""
        line = line_of(sys._getframe(), self.program.name)
        self.stopped = Trouble(
            f"{worker.name} catches everything, even its own end, near"
            f" line {line}; write 'except Exception' there"
        )
        worker.done.release()
        for_good = _thread.allocate_lock()
        for_good.acquire()
        for_good.acquire()

    def hand_over(self, worker: Worker) -> None:
        """Choose who goes next, and wait until it is our turn."""
        chosen = None
        try:
            chosen = self.next(worker)
        except (Trouble, Cut) as error:
            self.stop(error)
        if chosen is None:
            self.stop()
        elif chosen is not worker:
            self.active = chosen
            chosen.gate.release()
        if worker.ended or chosen is worker:
            return
        if chosen is not None:
            worker.gate.acquire()
        if self.ending:
            raise Ended

    def next(self, worker: Worker) -> Worker | None:
        """Whoever can go without a step goes first."""
        self.fire = False
        for each in self.workers:
            if each.running and each is not worker:
                return each
            step = each.pending
            if step and not step.visible and is_ready(step):
                return self.go(each)
        if self.tell and self.told:
            self.told[-1].state = self.state()
        if self.over():
            return None
        able = [
            each
            for each in self.workers
            if each.pending
            and each.pending.visible
            and is_ready(each.pending)
        ]
        self.fire = not able
        if self.fire:
            able = [
                each
                for each in self.workers
                if each.pending and each.pending.limited
            ]
        if not able:
            self.deadlock = self.stand_still()
            return None
        if len(self.order) >= self.limit:
            raise Cut(f"an order was cut after {self.limit} steps")
        chosen = self.choose(self, able)
        return self.go(chosen) if chosen else None

    def stand_still(self) -> str:
        """Who waits where; a join says nothing if others wait too."""
        waiting = [
            (each.pending.site.verb, each)
            for each in self.workers
            if each.pending
        ]
        inner = [pair for pair in waiting if pair[0] != "joins"]
        return ", ".join(
            f"{each.name} {verb} {each.pending.site.text}"
            for verb, each in inner or waiting
            if each.pending
        )

    def over(self) -> bool:
        alive = [w for w in self.workers if not w.ended]
        return all(worker.daemon for worker in alive)

    def go(self, worker: Worker) -> Worker:
        step = worker.pending
        assert step is not None
        worker.pending, worker.running = None, True
        worker.silent = 0
        if step.visible or (self.fire and step.limited):
            self.take(worker, step)
        return worker

    def take(self, worker: Worker, step: Step) -> None:
        """Note a step, and all steps that it has to come after."""
        step.fired = self.fire
        clock = dict(worker.after)
        if step.fired:
            for each in self.clocks:
                merge(clock, each)
        for place, how in step.touched.items():
            for other, theirs in self.last.get(place, {}).items():
                if clash(how, other):
                    merge(clock, theirs)
        clock[worker.number] = clock.get(worker.number, 0) + 1
        for place, how in step.touched.items():
            here = self.last.setdefault(place, {})
            merge(here.setdefault(how, {}), clock)
        for one in self.workers if step.fired else [worker]:
            one.after = dict(clock)
        self.order.append(worker.number)
        self.taken[worker.number] = clock[worker.number]
        self.touched.append(step.touched)
        self.clocks.append(clock)
        if self.tell:
            late = "gives up: " if step.fired else ""
            self.told.append(Told(worker.number, step.site, late))

    def note(
        self,
        worker: Worker,
        key: Key,
        touched: Touched,
    ) -> None:
        """Learn which sites touch what another thread touches too."""
        for place, how in touched.items():
            here = self.seen.setdefault(place, {})
            entry = (worker.number, worker.segment, key, how)
            if entry in here:
                continue
            here[entry] = None
            for number, segment, other, theirs in here:
                if number == worker.number or not clash(how, theirs):
                    continue
                if worker.known.get(number, -1) < segment:
                    self.learned |= {key, other} - self.visible
        if self.learned:
            self.give_up(Learned())

    def label(self, thing: object) -> str:
        """What the program calls a thing: "account.history"."""
        if id(thing) not in self.labels:
            return type(thing).__name__.lower()
        name, owner = self.labels[id(thing)]
        return name if owner is None else f"{self.label(owner)}.{name}"

    def state(self) -> dict[str, str]:
        found = {}
        for name, look in self.shown.items():
            with suppress(Exception):
                found[name] = brief(look())
        return found

    def show(self, name: str, look: Callable[[], object]) -> None:
        """Offer a value to be shown after each step."""
        if self.tell:
            self.offered.append((name, look))

    def say(self, thing: object, words: str = "") -> None:
        """What the step that was just taken came to."""
        if self.telling and not self.ending:
            self.told[-1].detail += words + brief(thing)
            self.telling = False

    def go_through(self, patience: float) -> None:
        """Run from main's start to the end of all threads."""
        global RUN
        RUN = self
        main = self.add("main")
        self.launch(main, self.program.run)
        old, sys.stdout = sys.stdout, self.out
        try:
            self.active = main
            main.gate.release()
            self.wait(patience)
        finally:
            self.ending = True
            for worker in self.workers:
                self.unwind(worker)
            sys.stdout = old
        if isinstance(self.stopped, (Trouble, Cut)):
            raise self.stopped

    def wait(self, patience: float) -> None:
        before = -1
        while not self.finished.acquire(timeout=patience):
            if self.ticks == before:
                raise Trouble(self.stuck(patience))
            before = self.ticks

    def stuck(self, patience: float) -> str:
        frame = sys._current_frames().get(self.active.ident)
        line = line_of(frame, self.program.name)
        return (
            f"{self.active.name} is stuck at line {line} for"
            f" {patience:g} s, outside of what can be seen here:"
            " a loop without an end, or code in C that waits"
        )

    def unwind(self, worker: Worker) -> None:
        if worker.ended or isinstance(self.stopped, Trouble):
            return
        self.active = worker
        with suppress(RuntimeError):
            worker.gate.release()
        if not worker.done.acquire(timeout=10):
            self.stopped = Trouble(
                f"{worker.name} does not end when its run is over"
            )

    def outcome(self, expected: str | None) -> Outcome:
        text = self.out.getvalue().rstrip("\n")
        if self.errors:
            text = "; ".join(sorted(self.errors))
            return Outcome(True, "raises", text)
        if self.deadlock:
            return Outcome(True, "deadlock", self.deadlock)
        fails = expected is not None and text != expected.rstrip("\n")
        said = f"prints {text!r}" if text else "ends well"
        return Outcome(fails, "ends", said)


def is_ready(step: Step) -> bool:
    return step.ready is None or step.ready()


def merge(into: dict[int, int], other: dict[int, int]) -> None:
    for number, count in other.items():
        if into.get(number, 0) < count:
            into[number] = count


def clash(one: int, other: int) -> bool:
    """Whether it matters which of two comes first."""
    if one == 1 or other == 1:
        return True
    return {one, other} == {False, CHANGES_ITEM}


def line_of(frame: types.FrameType | None, name: str) -> int:
    """The line of the explored program that a frame stands in."""
    while frame and frame.f_code.co_filename != name:
        frame = frame.f_back
    return frame.f_lineno if frame else 0


def brief(thing: object) -> str:
    """A value in few characters, without an address."""
    if isinstance(thing, Shared):
        return thing.told()
    if isinstance(thing, dict):
        items = (f"{brief(k)}: {brief(v)}" for k, v in thing.items())
        text = "{" + ", ".join(items) + "}"
    elif isinstance(thing, (list, deque)):
        text = "[" + ", ".join(map(brief, thing)) + "]"
    elif type(thing).__repr__ is object.__repr__:
        text = f"<{type(thing).__name__}>"
    elif callable(thing):
        text = getattr(thing, "__name__", "<function>")
    else:
        text = repr(thing)
    return text if len(text) <= 32 else text[:29] + "..."


END = Site(0, 0, "ends", "")


class Shared:
    """Something that threads wait for."""

    def step(
        self,
        verb: str,
        ready: Callable[[], bool] | None = None,
        timeout: float | None = None,
        changes: bool = True,
        also: "tuple[Shared, ...]" = (),
    ) -> bool:
        run = RUN
        frame: types.FrameType | None = sys._getframe(1)
        line = line_of(frame, run.program.name)
        touched: Touched = {("sync", run.number(self)): changes}
        for other in also:
            touched["sync", run.number(other)] = True
        limited = timeout is not None and timeout >= 0
        name = run.label(self)
        run.show(name, lambda: self)
        site = Site(line, -1, verb, name)
        return run.at(site, touched, ready, limited)

    def told(self) -> str:
        return ""


class Lock(Shared):
    owner: Worker | None = None
    depth = 0

    def free(self) -> bool:
        return self.owner is None

    def acquire(
        self, blocking: bool = True, timeout: float | None = None
    ) -> bool:
        if not blocking or timeout == 0:
            self.step("tries")
            if not self.free():
                return False
        elif not self.step("takes", self.free, real(timeout)):
            return False
        self.owner = RUN.active
        self.depth += 1
        return True

    def release(self) -> None:
        self.step("releases")
        if self.owner is None and not RUN.ending:
            raise RuntimeError("release unlocked lock")
        self.let_go()

    def let_go(self) -> int:
        depth, self.depth, self.owner = self.depth, 0, None
        return depth

    def locked(self) -> bool:
        self.step("looks at", changes=False)
        return self.owner is not None

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()

    def told(self) -> str:
        return f"held by {self.owner.name}" if self.owner else "free"


class RLock(Lock):
    def free(self) -> bool:
        return self.owner in (None, RUN.active)

    def acquire(
        self, blocking: bool = True, timeout: float | None = None
    ) -> bool:
        me = RUN.active

        def ready() -> bool:
            return self.owner in (None, me)

        if not blocking or timeout == 0:
            self.step("tries")
            if not ready():
                return False
        elif not self.step("takes", ready, real(timeout)):
            return False
        self.owner = me
        self.depth += 1
        return True

    def release(self) -> None:
        self.step("releases")
        if self.owner is not RUN.active and not RUN.ending:
            raise RuntimeError("cannot release un-acquired lock")
        self.depth -= 1
        if self.depth <= 0:
            self.let_go()


class Condition(Shared):
    def __init__(self, lock: Lock | None = None) -> None:
        self.lock = lock or RLock()
        self.waiting: deque[list[bool]] = deque()
        self.acquire = self.lock.acquire
        self.release = self.lock.release

    def __enter__(self) -> bool:
        RUN.labels.setdefault(id(self.lock), (RUN.label(self), None))
        return self.lock.acquire()

    def __exit__(self, *error: object) -> None:
        self.lock.release()

    def check(self, what: str) -> None:
        if self.lock.owner is not RUN.active and not RUN.ending:
            raise RuntimeError(f"cannot {what} on un-acquired lock")

    def wait(self, timeout: float | None = None) -> bool:
        self.check("wait")
        me, ticket = RUN.active, [False]
        self.step("begins to wait for", also=(self.lock,))
        self.waiting.append(ticket)
        depth = self.lock.let_go()

        def free() -> bool:
            return self.lock.owner is None

        woken = self.step(
            "waits for",
            lambda: ticket[0] and free(),
            timeout,
            also=(self.lock,),
        )
        if not woken:
            with suppress(ValueError):
                self.waiting.remove(ticket)
            if not free():
                self.lock.step("takes", free)
        self.lock.owner, self.lock.depth = me, depth
        return woken

    def wait_for(
        self,
        predicate: Callable[[], object],
        timeout: float | None = None,
    ) -> object:
        while not (result := predicate()):
            if not self.wait(timeout):
                return predicate()
        return result

    def notify(self, n: int = 1) -> None:
        self.check("notify")
        self.step("notifies")
        for _ in range(min(n, len(self.waiting))):
            self.waiting.popleft()[0] = True

    def notify_all(self) -> None:
        self.check("notify")
        self.step("notifies all of")
        while self.waiting:
            self.waiting.popleft()[0] = True

    def told(self) -> str:
        return f"{len(self.waiting)} waiting"


class Semaphore(Shared):
    most: int | None = None

    def __init__(self, value: int = 1) -> None:
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self.value = value

    def acquire(
        self, blocking: bool = True, timeout: float | None = None
    ) -> bool:

        def some() -> bool:
            return self.value > 0

        if not blocking or timeout == 0:
            self.step("tries")
            if not some():
                return False
        elif not self.step("takes", some, timeout):
            return False
        self.value -= 1
        return True

    def release(self, n: int = 1) -> None:
        self.step("releases")
        if self.most is not None and self.value + n > self.most:
            raise ValueError("Semaphore released too many times")
        self.value += n

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()

    def told(self) -> str:
        return str(self.value)


class BoundedSemaphore(Semaphore):
    def __init__(self, value: int = 1) -> None:
        super().__init__(value)
        self.most = value


class Event(Shared):
    flag = False

    def set(self) -> None:
        self.step("sets")
        self.flag = True

    def clear(self) -> None:
        self.step("clears")
        self.flag = False

    def is_set(self) -> bool:
        self.step("looks at", changes=False)
        return self.flag

    def wait(self, timeout: float | None = None) -> bool:
        if timeout is not None and timeout <= 0:
            return self.is_set()
        self.step("waits for", lambda: self.flag, timeout, False)
        return self.flag

    def told(self) -> str:
        return "set" if self.flag else "not set"


class BrokenBarrierError(RuntimeError):
    pass


class Barrier(Shared):
    def __init__(
        self,
        parties: int,
        action: Callable[[], object] | None = None,
        timeout: float | None = None,
    ) -> None:
        self.parties, self.action, self.limit = parties, action, timeout
        self.round: list[bool] = []
        self.here = 0
        self.broken = False

    def wait(self, timeout: float | None = None) -> int:
        self.step("comes to")
        if self.broken:
            raise BrokenBarrierError
        if not self.here:
            self.round = [False]
        gate, place = self.round, self.here
        self.here += 1
        if self.here == self.parties:
            if self.action:
                self.action()
            self.here, gate[0] = 0, True
            return place
        limit = self.limit if timeout is None else timeout

        def done() -> bool:
            return gate[0] or self.broken

        if not self.step("waits at", done, limit):
            self.broken = True
        if self.broken and not gate[0]:
            raise BrokenBarrierError
        return place

    def abort(self) -> None:
        self.step("aborts")
        self.broken = True

    def reset(self) -> None:
        self.step("resets")
        self.round, self.here, self.broken = [], 0, False

    def told(self) -> str:
        return f"{self.here} of {self.parties} here"


class Thread(Shared):
    def __init__(
        self,
        group: None = None,
        target: Callable[..., object] | None = None,
        name: str | None = None,
        args: Iterable[Any] = (),
        kwargs: dict[str, Any] | None = None,
        *,
        daemon: bool | None = None,
    ) -> None:
        self.target, self.args = target, tuple(args)
        self.kwargs = dict(kwargs or {})
        self.name = name or ""
        self.daemon = bool(daemon)
        self.worker: Worker | None = None

    def run(self) -> None:
        if self.target:
            self.target(*self.args, **self.kwargs)

    def start(self) -> None:
        run = RUN
        if self.worker:
            raise RuntimeError("threads can only be started once")
        if run.ending:
            raise Ended
        parent, number = run.active, len(run.workers)
        if number > 8:
            words = "more than 8 threads; two or three are enough"
            run.give_up(Trouble(words))
        target: Any = self.target
        while isinstance(target, partial):
            target = target.func
        if target and not run.program.sight.inside(target):
            run.give_up(
                Trouble(
                    f"a thread's target is {brief(target)}, which"
                    f" {run.program.name} does not define, so its steps"
                    " cannot be seen; give it a function that calls it"
                )
            )
        base = getattr(self.target, "__name__", type(self).__name__)
        worker = run.add(self.name or f"{base}-{number}")
        self.name, self.worker = worker.name, worker
        worker.daemon = self.daemon
        worker.known = {**parent.known, parent.number: parent.segment}
        worker.after = dict(parent.after)
        parent.segment += 1
        run.launch(worker, self.run)
        run.program.threads[worker.number] = self

    def join(self, timeout: float | None = None) -> None:
        worker, run = self.worker, RUN
        if worker is None:
            raise RuntimeError(
                "cannot join thread before it is started"
            )
        if worker is run.active:
            raise RuntimeError("cannot join current thread")
        line = line_of(sys._getframe(1), run.program.name)
        site = Site(line, -1, "joins", worker.name)
        limited = timeout is not None
        run.at(site, {}, lambda: worker.ended, limited, False)
        if worker.ended:
            me = run.active
            merge(me.after, worker.after)
            for number, segment in worker.known.items():
                old = me.known.get(number, -1)
                me.known[number] = max(old, segment)
            me.known[worker.number] = worker.segment

    def is_alive(self) -> bool:
        if self.worker is None:
            return False
        line = line_of(sys._getframe(1), RUN.program.name)
        site = Site(line, -1, "looks at", self.name)
        RUN.at(site, {("end", self.worker.number): False})
        return not self.worker.ended

    @property
    def ident(self) -> int | None:
        return self.worker.number if self.worker else None

    native_id = ident


class Main(Thread):
    def __init__(self, worker: Worker) -> None:
        super().__init__(name="MainThread")
        self.worker = worker


class Local:
    """As threading.local: each thread finds its own attributes."""

    def __init__(self) -> None:
        object.__setattr__(self, "_own", {})

    def _mine(self) -> dict[str, Any]:
        own: dict[int, dict[str, Any]] = self.__dict__["_own"]
        return own.setdefault(RUN.active.number, {})

    def __getattr__(self, name: str) -> Any:
        try:
            return self._mine()[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> None:
        self._mine()[name] = value


class Empty(Exception):
    pass


class Full(Exception):
    pass


class ShutDown(Exception):
    pass


class Queue(Shared):
    __class_getitem__: Any = classmethod(types.GenericAlias)

    def __init__(self, maxsize: int = 0) -> None:
        self.maxsize = maxsize
        self.items: Any = self.fresh()
        self.unfinished = 0
        self.closed = False

    def fresh(self) -> Any:
        return deque()

    def push(self, item: object) -> None:
        self.items.append(item)

    def pull(self) -> Any:
        return self.items.popleft()

    def room(self) -> bool:
        return self.maxsize <= 0 or len(self.items) < self.maxsize

    def put(
        self,
        item: object,
        block: bool = True,
        timeout: float | None = None,
    ) -> None:

        def ready() -> bool:
            return self.closed or self.room()

        if block:
            self.step("puts into", ready, timeout)
        else:
            self.step("puts into")
        if self.closed:
            raise ShutDown
        if not self.room():
            raise Full
        self.push(item)
        self.unfinished += 1

    def get(
        self, block: bool = True, timeout: float | None = None
    ) -> Any:

        def ready() -> bool:
            return bool(self.closed or self.items)

        if block:
            self.step("gets from", ready, timeout)
        else:
            self.step("gets from")
        if not self.items:
            raise ShutDown if self.closed else Empty
        return self.pull()

    def put_nowait(self, item: object) -> None:
        self.put(item, False)

    def get_nowait(self) -> Any:
        return self.get(False)

    def task_done(self) -> None:
        self.step("says task_done to")
        if self.unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished -= 1

    def join(self) -> None:
        self.step("joins", lambda: not self.unfinished, None, False)

    def qsize(self) -> int:
        self.step("looks at", changes=False)
        return len(self.items)

    def empty(self) -> bool:
        return not self.qsize()

    def full(self) -> bool:
        return 0 < self.maxsize <= self.qsize()

    def shutdown(self, immediate: bool = False) -> None:
        self.step("shuts")
        self.closed = True
        if immediate:
            self.unfinished -= len(self.items)
            self.items = self.fresh()

    def told(self) -> str:
        return brief(list(self.items))


class LifoQueue(Queue):
    def pull(self) -> Any:
        return self.items.pop()


class PriorityQueue(Queue):
    def fresh(self) -> Any:
        return []

    def push(self, item: object) -> None:
        heapq.heappush(self.items, item)

    def pull(self) -> Any:
        return heapq.heappop(self.items)


class SimpleQueue(Queue):
    def __init__(self) -> None:
        super().__init__()


def real(timeout: float | None) -> float | None:
    return None if timeout is None or timeout < 0 else timeout


class Stand(types.ModuleType):
    """A module that the explored program sees instead of the real."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        what = f"the program uses {self.__name__}.{name}"
        RUN.give_up(Trouble(f"{what}, which cannot be explored"))


def current_thread() -> Thread:
    run = RUN
    me = run.active
    return run.program.threads.setdefault(me.number, Main(me))


def stands() -> dict[str, types.ModuleType]:
    threading, queue = Stand("threading"), Stand("queue")
    kinds = (Thread, Lock, RLock, Condition, Semaphore, Event, Barrier)
    for kind in (*kinds, BoundedSemaphore, BrokenBarrierError):
        setattr(threading, kind.__name__, kind)
    threading.__dict__.update(
        local=Local,
        TIMEOUT_MAX=1e9,
        current_thread=current_thread,
        main_thread=lambda: RUN.program.threads.setdefault(
            0, Main(RUN.workers[0])
        ),
        get_ident=lambda: RUN.active.number,
    )
    queues = (Queue, LifoQueue, PriorityQueue, SimpleQueue)
    for each in (*queues, Empty, Full, ShutDown):
        setattr(queue, each.__name__, each)
    clock = types.ModuleType("time")
    clock.__dict__.update(vars(time), sleep=lambda seconds: None)
    return {"threading": threading, "queue": queue, "time": clock}


REFUSED = ("_thread", "asyncio", "concurrent", "multiprocessing")


FIXED = (
    *(int, float, complex, str, bytes, bool, range, slice, frozenset),
    *(type(None), type(...), types.FunctionType, types.ModuleType),
    *(types.BuiltinFunctionType, types.MethodType, tuple),
    *(types.CodeType, type(NotImplemented), types.GenericAlias),
)
BOXES = (list, dict, set, deque, bytearray)
LOOKS = frozenset(
    "abs all any bool bytes callable dict enumerate filter float format"
    " frozenset hash id int isinstance issubclass iter len list map max"
    " min print range repr reversed round set sorted str sum tuple type"
    " zip deque Counter OrderedDict defaultdict".split()
)
READS = frozenset(
    "copy count get index items keys values union issubset issuperset"
    " intersection difference isdisjoint __len__ __contains__"
    " __getitem__ most_common elements total join format".split()
)
VIEWS: tuple[type, ...] = (
    *(type({}.keys()), type({}.values()), type({}.items())),
    *map(type, map(iter, (list(), dict(), set(), deque(), ()))),
    *(type(reversed([])), enumerate, zip, map, filter),
)
OPERATIONS: dict[type[ast.operator], Any] = {
    kind: getattr(operator, f"i{name}")
    for kind, name in (
        *((ast.Add, "add"), (ast.Sub, "sub"), (ast.Mult, "mul")),
        *((ast.Div, "truediv"), (ast.FloorDiv, "floordiv")),
        *((ast.Mod, "mod"), (ast.Pow, "pow"), (ast.BitOr, "or")),
        *((ast.BitAnd, "and"), (ast.BitXor, "xor")),
        *((ast.LShift, "lshift"), (ast.RShift, "rshift")),
        (ast.MatMult, "matmul"),
    )
}


class Sight:
    """The functions that the rewritten program calls before it touches
    something; each takes the number of its site first."""

    def __init__(self, program: "Program") -> None:
        self.program = program
        self.sites = program.sites
        self.slot, self.slice = Slot, slice
        for kind in OPERATIONS.values():
            setattr(self, kind.__name__, kind)

    def own(self, kind: type) -> bool:
        return kind.__module__ == self.program.module

    def whole(self, thing: object, changes: bool) -> Touched:
        """What is touched with a thing and all that it looks into."""
        if isinstance(thing, (*FIXED, type, Shared, Local)):
            return {}
        if self.own(type(thing)) and not isinstance(thing, BOXES):
            return {}
        views = isinstance(thing, VIEWS)
        found: Touched = {("box", RUN.number(thing)): changes or views}
        if views:
            for inner in gc.get_referents(thing):
                found.update(self.whole(inner, False))
        return found

    def attribute(
        self, thing: object, name: str, changes: bool
    ) -> Touched:
        if isinstance(thing, (types.ModuleType, Shared, Local)):
            return {}
        found: Touched = {("field", RUN.number(thing), name): changes}
        if isinstance(thing, type):
            return found
        if not self.own(type(thing)):
            found |= self.whole(thing, changes)
        elif not changes and name not in getattr(thing, "__dict__", ()):
            for kind in type(thing).__mro__:
                if name in vars(kind):
                    place = ("field", RUN.number(kind), name)
                    found[place] = False
                    break
        label = f"{RUN.label(thing)}.{name}"
        RUN.show(label, lambda: vars(thing)[name])
        return found

    def item(
        self, thing: object, key: object, changes: bool
    ) -> Touched:
        if type(thing) is not list or type(key) is not int or key < 0:
            return self.box(thing, changes)
        self.box(thing, changes)
        number = RUN.number(thing)
        return {
            ("item", number, key): changes,
            ("box", number): CHANGES_ITEM if changes else READS_ITEM,
        }

    def box(self, thing: object, changes: bool) -> Touched:
        found = self.whole(thing, changes)
        if found and isinstance(thing, BOXES):
            RUN.show(RUN.label(thing), lambda: thing)
        return found

    def step(self, at: int, touched: Touched) -> None:
        if touched:
            RUN.at(self.sites[at], touched)

    def get(self, at: int, thing: Any, name: str) -> Any:
        if isinstance(thing, (types.ModuleType, Shared)):
            return getattr(thing, name)
        kind = type(thing)
        method = getattr(kind, name, None)
        if isinstance(method, types.FunctionType | property):
            return getattr(thing, name)
        if method is not None and isinstance(
            method,
            types.MethodDescriptorType | types.BuiltinFunctionType,
        ):
            return getattr(thing, name)
        self.step(at, self.attribute(thing, name, False))
        value = getattr(thing, name)
        RUN.say(value)
        return value

    def look(self, at: int, thing: Any) -> Any:
        if not isinstance(thing, FIXED):
            self.step(at, self.box(thing, False))
        return thing

    def item_of(self, at: int, thing: Any, key: Any) -> Any:
        if not isinstance(thing, (*FIXED, type)):
            self.step(at, self.item(thing, key, False))
        value = thing[key]
        if isinstance(thing, BOXES):
            RUN.say(value)
        return value

    def name(self, at: int, cell: Callable[[], object]) -> None:
        self.step(at, self.variable(at, cell, False))

    def store(
        self, at: int, cell: Callable[[], object], value: Any
    ) -> Any:
        self.step(at, self.variable(at, cell, True))
        RUN.say(value)
        return value

    def variable(self, at: int, cell: Any, changes: bool) -> Touched:
        text = self.sites[at].text
        RUN.show(text, cell)
        if cell.__closure__:
            return {("cell", RUN.number(cell.__closure__[0])): changes}
        return {("global", text): changes}

    def named(
        self, label: str, value: Any, owner: object = None
    ) -> Any:
        """Remember what the program calls a thing."""
        if not isinstance(value, FIXED):
            RUN.number(value)
            RUN.labels.setdefault(id(value), (label, owner))
        return value

    def augment(self, at: int, kind: Any, old: Any, value: Any) -> Any:
        if isinstance(old, BOXES):
            self.step(at, self.box(old, True))
        return kind(old, value)

    def call(
        self, at: int, function: Any, *args: Any, **named: Any
    ) -> Any:
        touched = self.calling(function, args, named)
        if touched is not None:
            self.step(at, touched)
            result = function(*args, **named)
            owner = getattr(function, "__self__", None)
            if touched and isinstance(owner, BOXES):
                words = ", ".join(map(brief, args))
                RUN.say(result, f"({words}) -> ")
            return result
        return function(*args, **named)

    def inside(self, function: Any) -> bool:
        """Whether the steps of a call are seen one by one."""
        kind = type(function)
        if kind is types.FunctionType or kind is types.MethodType:
            code = getattr(function, "__code__", None)
            name = getattr(code, "co_filename", "")
            return name in (self.program.name, __file__)
        if kind is type or isinstance(function, type):
            own: bool = function.__module__ == __name__
            return own or self.own(function)
        return self.own(kind)

    def calling(
        self,
        function: Any,
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Touched | None:
        """What a call touches that cannot be seen from inside."""
        if self.inside(function):
            return None
        name = getattr(function, "__name__", "")
        if function in (getattr, setattr, delattr, hasattr):
            changes = function in (setattr, delattr)
            return self.attribute(args[0], args[1], changes)
        owner = getattr(function, "__self__", None)
        found: Touched = {}
        if name == "print" and function is builtins.print:
            found["screen",] = True
        if owner is not None and not isinstance(
            owner, types.ModuleType
        ):
            found |= self.box(owner, name not in READS)
        reads = name in LOOKS or isinstance(owner, BOXES)
        for thing in (*args, *named.values()):
            for place, how in self.box(thing, not reads).items():
                found[place] = max(found.get(place, 0), how)
        return found

    def each(self, at: int, things: Iterable[Any]) -> Iterator[Any]:
        """A loop's iterator: each turn looks at what it goes over."""
        if isinstance(things, (*FIXED, types.GeneratorType)):
            return iter(things)
        if self.own(type(things)):
            return iter(things)
        return self.turns(at, things)

    def turns(self, at: int, things: Iterable[Any]) -> Iterator[Any]:
        self.step(at, self.box(things, False))
        turn = iter(things)
        while True:
            try:
                value = next(turn)
            except StopIteration:
                return
            yield value
            self.step(at, self.box(things, False))


class Slot:
    """Where an attribute or an item is to be stored."""

    def __init__(
        self, sight: Sight, at: int, thing: Any, key: Any, item: bool
    ) -> None:
        self.sight, self.at, self.thing = sight, at, thing
        self.key, self.item = key, item

    def touched(self, changes: bool) -> Touched:
        if self.item:
            return self.sight.item(self.thing, self.key, changes)
        return self.sight.attribute(self.thing, self.key, changes)

    @property
    def value(self) -> Any:
        self.sight.step(self.at, self.touched(False))
        if self.item:
            value = self.thing[self.key]
        else:
            value = getattr(self.thing, self.key)
        RUN.say(value)
        return value

    @value.setter
    def value(self, value: Any) -> None:
        self.sight.step(self.at + 1, self.touched(True))
        RUN.say(value)
        if self.item:
            self.thing[self.key] = value
        else:
            setattr(self.thing, self.key, value)

    @value.deleter
    def value(self) -> None:
        self.sight.step(self.at + 1, self.touched(True))
        if self.item:
            del self.thing[self.key]
        else:
            delattr(self.thing, self.key)


class Rewriter(ast.NodeTransformer):
    """Puts a call of `Sight` before each access of a program."""

    def __init__(self, source: str, name: str) -> None:
        self.sites: list[Site] = []
        self.lines = source.splitlines()
        self.classes: list[str] = []
        self.names: set[str] = set()
        self.temporary = itertools.count()
        self.left_out = 0
        self.find_names(symtable.symtable(source, name, "exec"))

    def find_names(self, table: symtable.SymbolTable) -> None:
        """Names that more than one function can see and change."""
        for symbol in table.get_symbols():
            if table.get_type() == "function" and symbol.is_free():
                self.names.add(symbol.get_name())
            if symbol.is_declared_global():
                self.names.add(symbol.get_name())
        for child in table.get_children():
            self.find_names(child)
        self.names.discard("__class__")

    def site(self, node: ast.AST, verb: str, text: str = "") -> int:
        line = getattr(node, "lineno", 0)
        column = getattr(node, "col_offset", 0)
        words = text or ast.unparse(node)
        if len(words) > 40:
            words = words[:37] + "..."
        self.sites.append(Site(line, column, verb, words))
        return len(self.sites) - 1

    def sight(self, name: str, node: ast.AST, *args: Any) -> ast.Call:
        function = ast.Attribute(
            ast.Name("_all_orders", ast.Load()), name, ast.Load()
        )
        values = [
            arg if isinstance(arg, ast.expr) else ast.Constant(arg)
            for arg in args
        ]
        made = ast.Call(function, values, [])
        return ast.copy_location(made, node)

    def cell(self, name: str) -> ast.Lambda:
        empty = ast.arguments([], [], None, [], [], None, [])
        return ast.Lambda(empty, ast.Name(name, ast.Load()))

    def mangled(self, name: str) -> str:
        if name.startswith("__") and not name.endswith("__"):
            owner = self.classes[-1].lstrip("_") if self.classes else ""
            return f"_{owner}{name}" if owner else name
        return name

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.Expr | ast.If | ast.Raise | ast.Assert):
            first, last = node.lineno, node.end_lineno
            text = self.lines[first - 1].rstrip()
            if first == last and text.endswith(ARRANGED):
                self.left_out += 1
                return ast.copy_location(ast.Pass(), node)
        return super().visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()
        return node

    def function(self, node: Any) -> ast.AST:
        node.body = self.body(node.body)
        node.decorator_list = list(map(self.visit, node.decorator_list))
        args = node.args
        args.defaults = list(map(self.visit, args.defaults))
        args.kw_defaults = [
            one and self.visit(one) for one in args.kw_defaults
        ]
        return ast.AST() if node is None else node

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for statement in statements:
            made = self.visit(statement)
            found += made if isinstance(made, list) else [made]
        return found

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
            node.target = self.visit(node.target)
            self.labelled(node, node.target)
        return node

    def visit_match_case(self, node: Any) -> ast.AST:
        node.guard = node.guard and self.visit(node.guard)
        node.body = self.body(node.body)
        return cast(ast.AST, node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.names or node.id == "_all_orders":
            return node
        if not isinstance(node.ctx, ast.Load):
            return node
        at = self.site(node, "reads")
        look = self.sight("name", node, at, self.cell(node.id))
        pair = ast.Tuple([look, node], ast.Load())
        second = ast.Subscript(pair, ast.Constant(1), ast.Load())
        return ast.copy_location(second, node)

    def stored(self, target: ast.AST, value: ast.expr) -> ast.expr:
        """The value that is stored in a variable that others see."""
        if isinstance(target, ast.Name) and target.id in self.names:
            at = self.site(target, "sets")
            cell = self.cell(target.id)
            return self.sight("store", target, at, cell, value)
        return value

    def labelled(self, node: Any, target: ast.AST) -> None:
        """Note by which name a new thing is known."""
        inner = getattr(node.value, "elts", [])
        if isinstance(target, ast.Tuple) and len(target.elts) == len(
            inner
        ):
            for at, each in enumerate(target.elts):
                if isinstance(each, ast.Name):
                    inner[at] = self.sight(
                        "named", node, each.id, inner[at]
                    )
        if not isinstance(node.value, ast.Call | ast.List | ast.Dict):
            return
        name, owner = getattr(target, "id", ""), []
        made = getattr(getattr(target, "value", None), "args", [])
        if len(made) == 5 and not made[4].value:
            name = made[3].value
            if isinstance(made[2], ast.Name):
                owner = [ast.Name(made[2].id, ast.Load())]
        if name:
            value = node.value
            node.value = self.sight("named", value, name, value, *owner)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        node.value = self.visit(node.value)
        if len(node.targets) == 1:
            target = node.targets[0]
            node.targets = [self.visit(target)]
            self.labelled(node, node.targets[0])
            node.value = self.stored(target, node.value)
            if isinstance(target, ast.Tuple | ast.List):
                at = self.site(node.value, "reads")
                node.value = self.sight("look", node, at, node.value)
        else:
            for target in node.targets:
                node.value = self.stored(target, node.value)
            node.targets = list(map(self.visit, node.targets))
        return node

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        node.value = self.stored(node.target, self.visit(node.value))
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        target, value = node.target, self.visit(node.value)
        text = ast.unparse(target)
        function: ast.expr = ast.Attribute(
            ast.Name("_all_orders", ast.Load()),
            OPERATIONS[type(node.op)].__name__,
            ast.Load(),
        )
        made: list[ast.stmt] = []
        if isinstance(target, ast.Name):
            read = ast.Name(target.id, ast.Load())
            old: ast.expr = self.visit(ast.copy_location(read, target))
            put: ast.expr = target
        else:
            name = f"_all_orders_{next(self.temporary)}"
            slot = self.visit(target).value
            store = ast.Name(name, ast.Store())
            made = [ast.Assign([store], slot)]
            holder = ast.Name(name, ast.Load())
            old = ast.Attribute(holder, "value", ast.Load())
            put = ast.Attribute(holder, "value", ast.Store())
        at = self.site(target, "changes", text)
        new = self.sight("augment", node, at, function, old, value)
        made.append(ast.Assign([put], self.stored(target, new)))
        for statement in made:
            ast.copy_location(statement, node)
        return made

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        text, attribute = ast.unparse(node), self.mangled(node.attr)
        node.value = self.visit(node.value)
        at = self.site(node, "reads", text)
        if isinstance(node.ctx, ast.Load):
            return self.sight("get", node, at, node.value, attribute)
        self.site(node, "sets", text)
        return self.slot(node, at, node.value, attribute, False)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        text = ast.unparse(node)
        node.value = self.visit(node.value)
        key = self.visit(node.slice)
        if isinstance(key, ast.Slice):
            none = ast.Constant(None)
            parts = (key.lower, key.upper, key.step)
            made = [part or none for part in parts]
            key = self.sight("slice", node, *made)
        at = self.site(node, "reads", text)
        if isinstance(node.ctx, ast.Load):
            return self.sight("item_of", node, at, node.value, key)
        self.site(node, "sets", text)
        return self.slot(node, at, node.value, key, True)

    def slot(
        self, node: Any, at: int, thing: Any, key: Any, item: bool
    ) -> ast.AST:
        me = ast.Name("_all_orders", ast.Load())
        made = self.sight("slot", node, me, at, thing, key, item)
        made.args[0] = me
        place = ast.Attribute(made, "value", node.ctx)
        return ast.copy_location(place, node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        plain = ("super", "locals", "vars", "globals", "dir", "eval")
        text = ast.unparse(node)
        special = getattr(node.func, "id", "") in plain
        if not special:
            node.func = self.visit(node.func)
        node.args = list(map(self.visit, node.args))
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        if special:
            return node
        at = self.site(node, "calls", text)
        made = self.sight("call", node, at, node.func)
        made.args += node.args
        made.keywords = node.keywords
        return made

    def looked(self, node: ast.expr) -> ast.expr:
        """An expression whose value is looked into right away."""
        kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
        text = ast.unparse(node)
        made: ast.expr = self.visit(node)
        if not isinstance(node, kinds):
            return made
        at = self.site(node, "looks at", text)
        return self.sight("look", node, at, made)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        same = all(isinstance(o, ast.Is | ast.IsNot) for o in node.ops)
        see = self.visit if same else self.looked
        node.left = see(node.left)
        node.comparators = [see(one) for one in node.comparators]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        node.values = list(map(self.looked, node.values))
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        node.left = self.looked(node.left)
        node.right = self.looked(node.right)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        node.operand = self.looked(node.operand)
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.looked(node.value)
        if node.format_spec:
            node.format_spec = self.visit(node.format_spec)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        if isinstance(node.ctx, ast.Load):
            node.value = self.looked(node.value)
        else:
            node.value = self.visit(node.value)
        return node

    def tested(self, node: Any) -> ast.AST:
        test = node.test
        self.generic_visit(node)
        kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
        if isinstance(test, kinds):
            at = self.site(test, "looks at", "the test")
            node.test = self.sight("look", test, at, node.test)
        return cast(ast.AST, node)

    visit_If = visit_While = visit_IfExp = visit_Assert = tested

    def loop(self, node: Any) -> ast.AST:
        source = node.iter
        at = self.site(source, "goes over")
        self.generic_visit(node)
        node.iter = self.sight("each", source, at, node.iter)
        return cast(ast.AST, node)

    visit_For = visit_comprehension = loop


class Program:
    """A program from a file, rewritten so that each access is seen."""

    def __init__(self, source: str, name: str, function: str) -> None:
        self.source, self.name, self.function = source, name, function
        self.module = Path(name).stem
        try:
            tree = ast.parse(source, name)
        except SyntaxError as error:
            raise Trouble(
                f"{name} is no Python: {error.msg}, line {error.lineno}"
            ) from None
        defined = [
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        ]
        if function not in defined:
            raise Trouble(
                f"{name} has no function {function}(); name the one"
                f" that starts the threads: {name}:NAME"
            )
        self.imports = {
            word
            for node in ast.walk(tree)
            for word in imported(node)
            if word.partition(".")[0] in REFUSED
        }
        if self.imports:
            words = ", ".join(sorted(self.imports))
            raise Trouble(
                f"{name} imports {words}; only threading and queue can"
                " be explored"
            )
        rewriter = Rewriter(source, name)
        self.sites = rewriter.sites
        tree = ast.fix_missing_locations(rewriter.visit(tree))
        self.left_out = rewriter.left_out
        self.code = compile(tree, name, "exec")
        self.sight = Sight(self)
        self.stands = stands()
        self.threads: dict[int, Thread] = {}

    def load(self, name: str, *rest: Any, **named: Any) -> Any:
        if name in self.stands:
            return self.stands[name]
        return builtins.__import__(name, *rest, **named)

    def run(self) -> None:
        """Load the program anew, and call its function."""
        self.threads = {}
        inside = {**vars(builtins), "__import__": self.load}
        module = types.ModuleType(self.module)
        space = module.__dict__
        space.update(
            __builtins__=inside,
            __file__=self.name,
            _all_orders=self.sight,
        )
        old = sys.modules.get(self.module)
        sys.modules[self.module] = module
        try:
            exec(self.code, space)
        finally:
            if old is None:
                sys.modules.pop(self.module, None)
            else:
                sys.modules[self.module] = old
        space[self.function]()
        if len(RUN.workers) == 1:
            raise Trouble(f"{self.function}() starts no thread")


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []


@dataclass
class Node:
    """A choice: who could go, who went, and who is still to go."""

    pending: dict[int, Touched]
    sites: dict[int, Site]
    able: list[int]
    sleep: dict[int, Touched]
    taken: dict[int, int]
    chosen: int
    fire: bool
    todo: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    last: int = -1
    switches: int = 0

    @property
    def spent(self) -> int:
        """How often threads were changed that could have gone on."""
        return self.switches + (self.chosen != self.last in self.able)


@dataclass(frozen=True)
class Trace:
    """Orders that are the same but for steps that commute."""

    order: tuple[int, ...]
    clocks: tuple[dict[int, int], ...]
    outcome: Outcome
    names: tuple[str, ...]

    @cached_property
    def steps(self) -> dict[int, list[dict[int, int]]]:
        found: dict[int, list[dict[int, int]]] = {}
        for number, clock in zip(self.order, self.clocks, strict=True):
            found.setdefault(number, []).append(clock)
        return found

    def able(self, taken: dict[int, int]) -> Iterator[int]:
        """Threads whose next step may follow those that are taken."""
        for number, clocks in self.steps.items():
            at = taken.get(number, 0)
            if at < len(clocks) and all(
                count <= taken.get(other, 0)
                for other, count in clocks[at].items()
                if other != number
            ):
                yield number

    def first(self) -> tuple[int, ...]:
        """The first of its orders: the name of them all."""
        taken: dict[int, int] = {}
        order = []
        for _ in self.order:
            number = min(self.able(taken))
            taken[number] = taken.get(number, 0) + 1
            order.append(number)
        return tuple(order)

    def orders(self) -> Iterator[tuple[int, ...]]:
        """All orders that are like this one."""
        steps = self.steps
        size = len(self.order)

        def grow(
            order: tuple[int, ...], taken: dict[int, int]
        ) -> Iterator[tuple[int, ...]]:
            if len(order) == size:
                yield order
                return
            for number in sorted(self.able(taken)):
                more = {**taken, number: taken.get(number, 0) + 1}
                yield from grow((*order, number), more)

        return grow((), dict.fromkeys(steps, 0))

    @cached_property
    def count(self) -> int:
        """How many they are, without listing them; -1 if too many."""
        steps = self.steps
        if math.prod(len(each) + 1 for each in steps.values()) > 50_000:
            return -1
        numbers = sorted(steps)
        level = {(0,) * len(numbers): 1}
        for _ in self.order:
            wider: dict[tuple[int, ...], int] = {}
            for state, ways in level.items():
                taken = dict(zip(numbers, state, strict=True))
                for number in self.able(taken):
                    at = numbers.index(number)
                    more = (
                        *state[:at],
                        state[at] + 1,
                        *state[at + 1 :],
                    )
                    wider[more] = wider.get(more, 0) + ways
            level = wider
        return sum(level.values())

    def calmest(self) -> tuple[int, ...]:
        """The one with the fewest changes from thread to thread."""
        steps = self.steps
        numbers = sorted(steps)
        start = ((0,) * len(numbers), -1)
        best: dict[Any, tuple[int, tuple[int, ...]]] = {start: (0, ())}
        for _ in self.order:
            wider: dict[Any, tuple[int, tuple[int, ...]]] = {}
            for (state, last), (cost, order) in best.items():
                taken = dict(zip(numbers, state, strict=True))
                for number in self.able(taken):
                    at = numbers.index(number)
                    more = (
                        *state[:at],
                        state[at] + 1,
                        *state[at + 1 :],
                    )
                    new = (cost + (number != last), (*order, number))
                    key = (more, number)
                    if key not in wider or new < wider[key]:
                        wider[key] = new
            best = wider
        return min(best.values())[1]


def calmness(trace: Trace) -> tuple[int, tuple[int, ...]]:
    order = trace.calmest()
    changes = sum(a != b for a, b in itertools.pairwise(order))
    return changes, order


@dataclass
class Bounds:
    """What ends an exploration before it is through."""

    steps: int = 1_000
    runs: int = 100_000
    seconds: float = 60
    switches: int | None = None
    patience: float = 10


@dataclass
class Report:
    """What all orders came to."""

    traces: list[Trace]
    runs: int
    visible: set[Key]
    cuts: list[str]
    seconds: float
    steps: int

    @property
    def orders(self) -> int:
        return counted(self.traces)

    def by_outcome(self) -> dict[Outcome, list[Trace]]:
        found: dict[Outcome, list[Trace]] = {}
        for trace in self.traces:
            found.setdefault(trace.outcome, []).append(trace)
        return found

    def worst(self) -> Trace | None:
        """The shortest of the traces that fail, the calmest first."""
        failing = [one for one in self.traces if one.outcome.fails]
        least = min((len(one.order) for one in failing), default=0)
        short = [one for one in failing if len(one.order) == least]
        return min(short[:50], key=calmness, default=None)


class Explorer:
    """Runs a program under one order after another, depth first."""

    def __init__(
        self,
        program: Program,
        bounds: Bounds,
        expected: str | None = None,
        reduce: bool = True,
    ) -> None:
        self.program, self.bounds = program, bounds
        self.expected = expected
        self.reduce = reduce and bounds.switches is None
        self.visible: set[Key] = set()
        self.stack: list[Node] = []
        self.runs = self.steps = 0
        self.cuts: dict[str, int] = {}
        self.traces: dict[tuple[int, ...], Trace] = {}
        self.begun = time.monotonic()

    def explore(self) -> Report:
        while True:
            try:
                self.all()
                break
            except Learned:
                self.stack, self.traces = [], {}
                self.cuts = {}
                self.runs = 0
        cuts = [
            words if count == 1 else f"{words} ({count} orders)"
            for words, count in self.cuts.items()
        ]
        return Report(
            list(self.traces.values()),
            self.runs,
            self.visible,
            cuts,
            time.monotonic() - self.begun,
            self.steps,
        )

    def all(self) -> None:
        while True:
            if self.out_of_bounds():
                return
            self.one()
            while self.stack and not self.turn(self.stack[-1]):
                self.stack.pop()
            if not self.stack:
                return

    def out_of_bounds(self) -> bool:
        spent = time.monotonic() - self.begun
        if self.runs >= self.bounds.runs:
            self.cuts[f"stopped after {self.runs} orders"] = 1
        elif spent >= self.bounds.seconds:
            self.cuts[f"stopped after {self.bounds.seconds:g} s"] = 1
        else:
            return False
        return True

    def turn(self, node: Node) -> bool:
        """Have another thread go where one went before."""
        node.sleep[node.chosen] = node.pending[node.chosen]
        left = node.todo - node.done
        if self.reduce:
            left -= node.sleep.keys()
        if not left:
            return False
        node.chosen = min(left)
        node.done.add(node.chosen)
        return True

    def one(self) -> None:
        """Run once: as before up to the last choice, then onwards."""
        self.known = len(self.stack)
        self.asleep = False
        run = Run(
            self.program, self.visible, self.choose, self.bounds.steps
        )
        try:
            run.go_through(self.bounds.patience)
        except Cut as cut:
            self.cuts[str(cut)] = self.cuts.get(str(cut), 0) + 1
            self.runs += 1
            return
        finally:
            self.steps += len(run.order)
        if run.learned:
            self.visible |= run.learned
            raise Learned
        if run.stopped is not None:
            raise run.stopped
        if len(run.order) < self.known:
            raise Trouble(self.changed(run, "it ended"))
        self.races(run, run.workers)
        if self.asleep:
            return
        self.runs += 1
        trace = Trace(
            tuple(run.order),
            tuple(run.clocks),
            run.outcome(self.expected),
            tuple(worker.name for worker in run.workers),
        )
        name = trace.first() if self.reduce else trace.order
        if not self.reduce:
            clocks = alone(trace.order)
            trace = Trace(
                trace.order, clocks, trace.outcome, trace.names
            )
        self.traces.setdefault(name, trace)

    def choose(self, run: Run, able: list[Worker]) -> Worker | None:
        depth = len(run.order)
        if depth < self.known:
            node = self.stack[depth]
            worker = run.workers[node.chosen]
            step = worker.pending
            if worker not in able or step is None:
                raise Trouble(self.changed(run, "it could not go on"))
            if step.site != node.sites[node.chosen]:
                was, now = node.sites[node.chosen], step.site
                raise Trouble(
                    self.changed(
                        run,
                        f"it {now.verb} {now.text} at line {now.line}",
                        f"{was.verb} {was.text} at line {was.line}",
                    )
                )
            if depth + 1 == self.known:
                self.races(run, [worker])
            return worker
        node = self.node(run, able)
        if node.chosen < 0:
            self.asleep = True
            return None
        self.stack.append(node)
        worker = run.workers[node.chosen]
        self.races(run, [worker])
        return worker

    def changed(self, run: Run, now: str, was: str = "went on") -> str:
        order = ",".join(map(str, run.order))
        return (
            "the program is not deterministic: after the same order"
            f" {order or 'of no step'} it once {was}, and then {now}"
        )

    def node(self, run: Run, able: list[Worker]) -> Node:
        numbers = [worker.number for worker in able]
        pending, sites, taken = {}, {}, {}
        for worker in run.workers:
            taken[worker.number] = run.taken.get(worker.number, 0)
            if worker.pending:
                pending[worker.number] = worker.pending.touched
                sites[worker.number] = worker.pending.site
        above = self.stack[-1] if self.stack else None
        sleep: dict[int, Touched] = {}
        last, switches = -1, 0
        if above:
            last, switches = above.chosen, above.spent
            if self.reduce and not run.fire and not above.fire:
                mine = above.pending[above.chosen]
                sleep = {
                    number: touched
                    for number, touched in above.sleep.items()
                    if number != above.chosen
                    and not dependent(touched, mine)
                }
        awake = [n for n in numbers if n not in sleep]
        node = Node(pending, sites, numbers, sleep, taken, -1, run.fire)
        if not awake:
            return node
        node.chosen = last if last in awake else awake[0]
        if not self.reduce or run.fire:
            node.todo = set(awake)
        self.bound(node, last, switches)
        node.todo.add(node.chosen)
        node.done = {node.chosen}
        return node

    def bound(self, node: Node, last: int, switches: int) -> None:
        """Leave out what switches threads too often."""
        node.last, node.switches = last, switches
        most = self.bounds.switches
        if most is None or last not in node.able:
            return
        if switches >= most and len(node.able) > 1:
            node.todo, node.chosen = {last}, last
            self.cuts[
                f"only orders with at most {most} pre-emptions were run"
            ] = 1

    def races(self, run: Run, workers: list[Worker]) -> None:
        """Where a pending step could have come earlier, let it."""
        for worker in workers if self.reduce else ():
            step = worker.pending
            if step is None or not step.visible:
                continue
            for at, other in enumerate(run.order):
                if other == worker.number or self.stack[at].fire:
                    continue
                done = run.clocks[at][other]
                if worker.after.get(other, 0) >= done:
                    continue
                if dependent(run.touched[at], step.touched):
                    self.ask(run, at, worker)

    def ask(self, run: Run, at: int, worker: Worker) -> None:
        """Have one go first at a choice, so that a step of `worker`
        comes before the one that was taken there."""
        node, step = self.stack[at], worker.pending
        taken = run.order[at]
        count = run.clocks[at][taken]
        between: list[tuple[int, int]] = []
        first: set[int] = set()

        def follows(clock: dict[int, int]) -> bool:
            return any(clock.get(n, 0) >= c for n, c in between)

        assert step is not None
        waits = False
        for later in range(at + 1, len(run.order)):
            number, clock = run.order[later], run.clocks[later]
            if clock.get(taken, 0) >= count:
                continue
            if not follows(clock):
                first.add(number)
            between.append((number, clock[number]))
            waits = waits or (
                number == worker.number
                or worker.after.get(number, 0) >= clock[number]
                or dependent(run.touched[later], step.touched)
            )
        if not waits:
            first.add(worker.number)
        first &= set(node.able)
        if first and not first & node.todo:
            best = worker.number
            node.todo.add(best if best in first else min(first))


def dependent(one: Touched, other: Touched) -> bool:
    return any(
        place in other and clash(how, other[place])
        for place, how in one.items()
    )


def alone(order: tuple[int, ...]) -> tuple[dict[int, int], ...]:
    """Clocks that keep an order as it is."""
    clocks: list[dict[int, int]] = []
    clock: dict[int, int] = {}
    for number in order:
        clock = {**clock, number: clock.get(number, 0) + 1}
        clocks.append(clock)
    return tuple(clocks)


def replay(
    program: Program,
    visible: set[Key],
    order: tuple[int, ...],
    bounds: Bounds,
) -> Run:
    """One run in a given order, each step told."""

    def choose(run: Run, able: list[Worker]) -> Worker | None:
        at = len(run.order)
        numbers = [worker.number for worker in able]
        if at == len(order):
            raise Trouble(
                f"the order is too short: after {at} steps"
                f" {listed(numbers)} could still go"
            )
        if order[at] not in numbers:
            raise Trouble(
                f"step {at + 1} of the order is thread {order[at]},"
                f" but only {listed(numbers)} could go then"
            )
        return run.workers[order[at]]

    run = Run(program, visible, choose, bounds.steps, tell=True)
    run.go_through(bounds.patience)
    if run.learned:
        raise Trouble("the order reaches steps that were not known")
    if run.stopped is not None:
        raise run.stopped
    if len(run.order) != len(order):
        raise Trouble(
            f"the order is too long: all ended after {len(run.order)}"
            f" of its {len(order)} steps"
        )
    return run


def listed(numbers: Iterable[int]) -> str:
    return " or ".join(f"thread {number}" for number in numbers)


def summary(report: Report, shown: str) -> Iterator[str]:
    counts = {
        outcome: counted(traces)
        for outcome, traces in report.by_outcome().items()
    }
    total = report.orders
    failing = counted(t for t in report.traces if t.outcome.fails)
    if report.cuts:
        yield f"{shown}: not all orders, {'; '.join(report.cuts)}"
        yield f"{many(failing)} of the {many(total)} orders seen fail"
    else:
        word = "order fails" if total == 1 else "orders fail"
        yield f"{shown}: {many(failing)} of {many(total)} {word}"
    ran = plural(report.runs, "order")
    if report.runs < total:
        more = plural(total - report.runs, "other")
        verb = "differs" if total - report.runs == 1 else "differ"
        yield f"{ran} had to be run; {more} {verb} only in the order of"
        yield "steps that do not touch the same thing"
    else:
        yield f"{ran} had to be run"
    for outcome, count in sorted(
        counts.items(), key=lambda pair: (not pair[0].fails, -pair[1])
    ):
        mark = "fails" if outcome.fails else "is fine"
        yield f"  {many(count):>6} {mark:<8} {outcome}"
    if len(counts) > 1 and not failing:
        yield "No order fails, but they end differently; an assert, or"
        yield "--expect TEXT, says which end is right"


def counted(traces: Iterable[Trace]) -> int:
    """How many orders traces stand for; -1 if too many to count."""
    counts = [trace.count for trace in traces]
    return -1 if -1 in counts else sum(counts)


def many(count: int) -> str:
    return "very many" if count < 0 else f"{count:,}"


def plural(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def table(run: Run, names: list[str]) -> Iterator[str]:
    """An order, step by step."""
    rows = [("step", "thread", "line", "does", "afterwards")]
    before: dict[str, str] = {}
    for at, told in enumerate(run.told, 1):
        changed = [
            f"{name} {value}"
            for name, value in told.state.items()
            if before.get(name) != value
        ]
        before = told.state
        rows.append(
            (
                str(at),
                f"{told.thread} {names[told.thread]}",
                str(told.site.line),
                words(told),
                ", ".join(changed),
            )
        )
    widths = [
        max(map(len, column)) for column in zip(*rows, strict=True)
    ]
    for row in rows:
        cells = [
            cell.rjust(width) if at in (0, 2) else cell.ljust(width)
            for at, (cell, width) in enumerate(
                zip(row, widths, strict=True)
            )
        ]
        yield ("  " + "  ".join(cells)).rstrip()


def words(told: Told) -> str:
    verb, text, detail = told.site.verb, told.site.text, told.detail
    if detail.startswith("gives up: "):
        verb, detail = f"gives up: {verb}", detail[10:]
    if verb == "calls":
        return f"{verb} {text}"
    return f"{verb} {text}: {detail}" if detail else f"{verb} {text}"


def record(
    explorer: Explorer, report: Report, program: Program
) -> dict[str, Any]:
    """All that was found, for other programs to read."""
    kinds = sorted(
        report.by_outcome().items(),
        key=lambda pair: (not pair[0].fails, -len(pair[1])),
    )
    names = max(
        (trace.names for trace in report.traces), key=len, default=()
    )
    found: dict[str, Any] = {
        "threads": list(names),
        "orders": report.orders,
        "run": report.runs,
        "bounds": report.cuts,
        "outcomes": [
            {
                "fails": outcome.fails,
                "kind": outcome.kind,
                "text": outcome.text,
                "orders": counted(traces),
            }
            for outcome, traces in kinds
        ],
    }
    numbers = {outcome: at for at, (outcome, _) in enumerate(kinds)}
    if 0 <= report.orders <= LISTED:
        found["every"] = sorted(
            ["".join(map(str, order)), numbers[trace.outcome]]
            for trace in report.traces
            for order in trace.orders()
        )
    trace = report.worst() or min(
        report.traces, key=lambda t: (len(t.order), t.first())
    )
    run = replay(
        program, report.visible, trace.calmest(), explorer.bounds
    )
    found["shown"] = {
        "order": run.order,
        "outcome": numbers[trace.outcome],
        "steps": [
            {
                "thread": told.thread,
                "line": told.site.line,
                "does": words(told),
                "state": told.state,
            }
            for told in run.told
        ],
    }
    return found


def find(text: str) -> tuple[str, str, str]:
    """Source, name and function of what is to be explored."""
    if not text:
        return EXAMPLE, "the example", "main"
    path, colon, function = text.rpartition(":")
    if not colon or not function.isidentifier():
        path, function = text, "main"
    try:
        return Path(path).read_text(encoding="utf-8"), path, function
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{path} cannot be read: {error}") from None


def numbers_of(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.split(","))
    except ValueError:
        raise Trouble(
            f"{text} is no order; write the threads as 2,1,1,2"
        ) from None


def again(program: Program, explorer: Explorer, order: str) -> int:
    wanted = numbers_of(order)
    report = explorer.explore()
    run = replay(program, report.visible, wanted, explorer.bounds)
    print("\n".join(table(run, [w.name for w in run.workers])))
    outcome = run.outcome(explorer.expected)
    verb = "fails" if outcome.fails else "is fine"
    print(f"This order {verb}: {outcome}")
    return int(outcome.fails)


def hold_still(
    program: Program, explorer: Explorer, report: Report
) -> None:
    """Raise Trouble if one order comes to two ends."""
    for trace in filter(None, (*report.traces[:1], report.worst())):
        order = trace.order
        run = replay(program, report.visible, order, explorer.bounds)
        now, was = run.outcome(explorer.expected), trace.outcome
        if now != was:
            raise Trouble(
                "the program is not deterministic: the order"
                f" {','.join(map(str, order))} came to '{was}', and"
                f" the next time to '{now}'"
            )


def explore(
    program: Program, explorer: Explorer, shown: str, as_json: bool
) -> int:
    report = explorer.explore()
    if not report.traces:
        raise Trouble(
            f"no order ended: {'; '.join(report.cuts)}; explore a"
            " smaller program, or raise --steps or --seconds"
        )
    hold_still(program, explorer, report)
    if as_json:
        print(json.dumps(record(explorer, report, program)))
    worst = report.worst()
    if not as_json:
        print("\n".join(summary(report, shown)))
    if worst and not as_json:
        order = worst.calmest()
        run = replay(program, report.visible, order, explorer.bounds)
        print("The shortest order that fails:")
        print("\n".join(table(run, [w.name for w in run.workers])))
        way = ",".join(map(str, order))
        mine = f" {shlex.quote(sys.argv[1])}" if sys.argv[1:] else ""
        print(f"See it again: all_orders.py{mine} --replay {way}")
    if worst:
        return 1
    return 3 if report.cuts else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", nargs="?", default="")
    parser.add_argument("--replay", metavar="2,1,1,2")
    parser.add_argument("--expect", metavar="TEXT")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--preemptions", type=int)
    parser.add_argument("--patience", type=float, default=10)
    options = parser.parse_args()
    bounds = Bounds(
        options.steps,
        options.runs,
        options.seconds,
        options.preemptions,
        options.patience,
    )
    try:
        source, name, function = find(options.program)
        if options.program:
            sys.path.insert(0, str(Path(name).resolve().parent))
        program = Program(source, name, function)
        explorer = Explorer(
            program, bounds, options.expect, not options.every
        )
        if options.replay:
            sys.exit(again(program, explorer, options.replay))
        if not options.program and not options.json:
            for at, line in enumerate(source.splitlines(), 1):
                print(f"{at:>4}  {line}".rstrip())
        status = explore(program, explorer, name, options.json)
        sys.exit(status if options.program else 0)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("stopped before all orders were run", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
