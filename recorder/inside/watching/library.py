"""What is known of the library: which functions wait, and which tell of units and lives.

A rule is called with the watcher and the frame of a call, and gives the trace
function of that call, or None.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from time import perf_counter_ns as clock
from types import FrameType
from typing import TYPE_CHECKING, Any
from weakref import ref

from .notes import PROGRAM, label, notes

if TYPE_CHECKING:
    from .watcher import Watcher

Rule = Callable[["Watcher", FrameType], Any]
#: What an executor was asked for, by the id of its future.
#: Nothing of the program is kept alive by it, since that would change how it ends.
asked: dict[int, tuple[ref[Any], str]] = {}
#: Which lane has set an event, by its id.
setters: dict[int, object] = {}


def waits(
    words: str,
    whom: Callable[[Any], object] | None = None,
    need: Callable[[Mapping[str, Any]], object] | None = None,
    kind: str = "waits",
    woken: Callable[[Any, Any], object] | None = None,
) -> Rule:
    """The function waits, if its variables say that it has `need` to.

    For `whom` is said of its object; where only its end tells, `woken` is
    asked about that and the result.
    """

    def rule(watcher: Watcher, frame: FrameType) -> Any:
        seen = frame.f_locals
        subject = seen.get("self")
        if watcher.waiting or not watcher.depth or (need and not need(seen)):
            return None
        watcher.wait(frame, kind, words, whom(subject) if whom else "")
        frame.f_trace_lines = False

        def woke(frame: FrameType, event: str, arg: Any) -> Any:
            if event == "return" and watcher.waiting is frame:
                watcher.woke(woken(subject, arg) if woken else "")
            return woke

        return woke

    return rule


def after(action: Callable[[Watcher, Mapping[str, Any], Any], None]) -> Rule:
    """Something is noted when the function has returned, from its variables and result."""

    def rule(watcher: Watcher, frame: FrameType) -> Any:
        frame.f_trace_lines = False

        def returned(frame: FrameType, event: str, arg: Any) -> Any:
            if event == "return":
                action(watcher, frame.f_locals, arg)
            return returned

        return returned

    return rule


def name_of(future: object) -> str:
    """What was asked for with `future`, "" if it was not seen."""
    known, name = asked.get(id(future), (None, ""))
    return name if known is not None and known() is future else ""


def submitted(watcher: Watcher, seen: Mapping[str, Any], future: Any) -> None:
    if future is not None:
        asked[id(future)] = ref(future), label(seen["fn"], tuple(seen["args"]))
        notes.add("asked", clock(), watcher.lane, name_of(future))


def cancelled(watcher: Watcher, seen: Mapping[str, Any], done: Any) -> None:
    if done:
        notes.now("dropped", watcher.lane, name_of(seen["self"]))


def failed(watcher: Watcher, seen: Mapping[str, Any], result: Any) -> None:
    if type(seen["exception"]).__name__.startswith("Broken"):
        notes.now("dropped", watcher.lane, name_of(seen["self"]))


def killed(watcher: Watcher, seen: Mapping[str, Any], result: Any) -> None:
    notes.now("killed", watcher.lane, seen["self"].pid)


def born(watcher: Watcher, frame: FrameType) -> Any:
    """A child of multiprocessing begins."""
    process = frame.f_locals["self"]
    watcher.known = True
    notes.now("lane", watcher.lane, process.name)
    notes.now("born", watcher.lane, process._identity)
    frame.f_trace_lines = False

    def over(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "return":
            notes.now("exit", watcher.lane)
        return over

    return over


def item(watcher: Watcher, frame: FrameType) -> Any:
    """A worker thread begins with what an executor was asked for."""
    work = frame.f_locals["self"]
    if work.future.cancelled():
        return None
    fn, args = (work.fn, work.args) if hasattr(work, "fn") else work.task[:2]
    watcher.unit(label(fn, tuple(args)), False)
    watcher.depth += 1
    frame.f_trace_lines = False

    def done(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "return":
            watcher.stamp()
            watcher.leave()
        return done

    return done


def sets(watcher: Watcher, frame: FrameType) -> Any:
    """Whoever waits for this event waits for us."""
    setters[id(frame.f_locals["self"])] = watcher.who
    return None


def may_wait(seen: Mapping[str, Any]) -> bool:
    """Whether a call was not told to come back at once."""
    return bool(seen.get("blocking", True)) and seen.get("timeout") != 0


def thread_lane(thread: Any) -> object:
    return notes.pid, thread.native_id


def process_lane(process: Any) -> object:
    return process.pid, ""


RESULT = waits("a result", name_of, lambda seen: not seen["self"].done())
EVENT = waits(
    "an event",
    None,
    lambda seen: not seen["self"].is_set(),
    woken=lambda event, _: setters.get(id(event), ""),
)
#: By file and qualified name, as they have been since 3.11.
RULES: dict[str, dict[str, Rule]] = {
    "threading.py": {
        "Barrier.wait": waits("a barrier"),
        "Event.wait": EVENT,
        "Event.set": sets,
        "Condition.wait": waits("a condition", None, may_wait),
        "Semaphore.acquire": waits(
            "a semaphore",
            None,
            lambda seen: seen["self"]._value < 1 and seen["timeout"] != 0,
            "blocked",
        ),
        "Thread.join": waits("the end", thread_lane, lambda seen: seen["self"].is_alive()),
        "Thread.start": waits("the start", woken=lambda thread, _: thread_lane(thread)),
    },
    "queue.py": {
        "Queue.get": waits("a queue", None, lambda seen: not seen["self"]._qsize()),
        "Queue.put": waits(
            "a queue", None, lambda seen: 0 < seen["self"].maxsize <= seen["self"]._qsize()
        ),
        "Queue.join": waits("a queue", None, lambda seen: seen["self"].unfinished_tasks),
    },
    "concurrent/futures/_base.py": {
        "Future.result": RESULT,
        "Future.exception": RESULT,
        "Future.cancel": after(cancelled),
        "Future.set_exception": after(failed),
        "as_completed": waits("a result", woken=lambda _, future: name_of(future)),
        "wait": waits("results"),
    },
    "concurrent/futures/thread.py": {
        "_WorkItem.run": item,
        "ThreadPoolExecutor.submit": after(submitted),
        "ThreadPoolExecutor.shutdown": waits("the pool"),
    },
    "concurrent/futures/process.py": {
        "ProcessPoolExecutor.submit": after(submitted),
        "ProcessPoolExecutor.shutdown": waits("the pool"),
    },
    "multiprocessing/process.py": {
        "BaseProcess._bootstrap": born,
        "BaseProcess.start": waits("the start", woken=lambda child, _: process_lane(child)),
        "BaseProcess.join": waits(
            "the end", process_lane, lambda seen: seen["self"].exitcode is None
        ),
        "BaseProcess.kill": after(killed),
        "BaseProcess.terminate": after(killed),
    },
    "multiprocessing/synchronize.py": {
        "SemLock.__enter__": waits("a lock", kind="blocked"),
        "Event.wait": waits("an event", None, lambda seen: not seen["self"].is_set()),
        "Condition.wait": waits("a condition"),
    },
    "multiprocessing/queues.py": {
        "Queue.get": waits("a queue"),
        "SimpleQueue.get": waits("a queue"),
    },
    "multiprocessing/connection.py": {
        "_ConnectionBase.recv": waits("a message"),
        "_ConnectionBase.poll": waits("a message"),
    },
    "multiprocessing/pool.py": {
        "ApplyResult.get": waits("a result"),
        "IMapIterator.next": waits("a result"),
        "Pool.join": waits("the pool"),
    },
    "asyncio/base_events.py": {"BaseEventLoop.run_until_complete": waits("the tasks")},
}
LIBRARY = os.path.dirname(threading.__file__) + os.sep


def rules_of(file: str) -> dict[str, Rule]:
    """The rules for a file of the library."""
    if not file.startswith(LIBRARY) or file == PROGRAM:
        return {}
    return RULES.get(file.removeprefix(LIBRARY).replace(os.sep, "/"), {})
