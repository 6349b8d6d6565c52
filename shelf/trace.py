"""A trace: who ran, waited, was blocked and was cancelled in one run, and when.

``snippets/x.trace.json`` has the Trace Event Format, so Perfetto opens it.
Each lane is a thread of it; its category tells what an event is:

lane        the whole of a lane; ``ending`` is "", "cancelled" or "cut off"
unit        a piece of work on a lane that takes several, such as a worker
waits       the lane waits, ``for`` whom if that is known
blocked     the lane waits for a lock, ``for`` its holder
starts      the lane was asked for and is not there yet
holds       the lane holds a lock (an asynchronous pair, since it may overlap others)

What is neither waiting, blocked nor starting runs.  ``otherData`` says of
which program it is, in which state (`shelf.matrix.digest`), and where it
was seen.  `recorder.write.trace` makes traces.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from shelf.conditions import USUAL, Case
from shelf.sample import Sample, digest
from shelf.seal import sealed
from shelf.wrong import Wrong

IDLE = ("waits", "blocked", "starts")
ENDING = ".trace.json"


class TraceError(Wrong):
    """A trace that cannot be used."""


@dataclass(frozen=True)
class Span:
    """From one moment to another, in nanoseconds: what, in which words, and for whom."""

    kind: str
    name: str
    begin: int
    end: int
    whom: str = ""
    ending: str = ""

    def until(self, end: int, ending: str) -> Span:
        """The same span with its end."""
        return replace(self, end=end, ending=ending)


@dataclass(frozen=True)
class Lane:
    """A thread, a process, an asyncio task, or a call that nobody came to run."""

    name: str
    process: str
    whole: Span
    spans: tuple[Span, ...] = ()

    def of(self, *kinds: str) -> list[Span]:
        """The spans of these kinds."""
        return [span for span in self.spans if span.kind in kinds]


@dataclass(frozen=True)
class Facts:
    """Of which run a trace tells; it took ``watched`` seconds, and ``alone`` without a watch."""

    program: str
    digest: str
    python: str
    gil: bool
    start_method: str
    system: str
    watched: float = 0.0
    alone: float = 0.0


@dataclass(frozen=True)
class Trace:
    """All lanes of a run, in the order in which they are drawn."""

    facts: Facts
    lanes: tuple[Lane, ...]

    @property
    def end(self) -> int:
        """When the last lane ended; the first begins at 0."""
        return max((lane.whole.end for lane in self.lanes), default=0)

    @property
    def outline(self) -> object:
        """What noise does not change: the lanes, and the units that ran, with their endings."""
        return (
            self.facts.digest,
            sorted((lane.process, lane.name, lane.whole.ending) for lane in self.lanes),
            sorted((unit.name, unit.ending) for lane in self.lanes for unit in lane.of("unit")),
        )


def path_of(sample: Sample, case: Case = USUAL) -> Path:
    """Where the trace of a case stands."""
    return sample.path.with_name(f"{sample.name}{case.ending}{ENDING}")


def paths(sample: Sample) -> list[Path]:
    """The traces of `sample` that there are."""
    every = (path_of(sample, case) for case in sample.header.cases)
    return [path for path in every if path.is_file()]


def write(trace: Trace, path: Path) -> None:
    """Write `trace`, one event a line."""
    events = [json.dumps(event) for event in _events(trace)]
    head = json.dumps(asdict(trace.facts) | {"seal": ""})
    text = f'{{"displayTimeUnit": "ms", "otherData": {head}, "traceEvents": [\n'
    text = sealed(text + ",\n".join(events) + "\n]}\n")
    path.write_text(text, encoding="utf-8", newline="\n")


def _events(trace: Trace) -> Iterator[dict[str, Any]]:
    processes = list(dict.fromkeys(lane.process for lane in trace.lanes))
    for number, process in enumerate(processes, 1):
        yield {"ph": "M", "name": "process_name", "pid": number, "args": {"name": process}}
    for number, lane in enumerate(trace.lanes, 1):
        where = {"pid": processes.index(lane.process) + 1, "tid": number}
        yield {"ph": "M", "name": "thread_name", **where, "args": {"name": lane.name}}
        for span in (lane.whole, *lane.spans):
            event = {"name": span.name, "cat": span.kind, **where}
            words = {"for": span.whom, "ending": span.ending}
            args = {key: word for key, word in words.items() if word}
            if span.kind == "holds":
                pair = {**event, "id": f"{number} {span.begin}"}
                yield {"ph": "b", **pair, "ts": span.begin / 1000}
                yield {"ph": "e", **pair, "ts": span.end / 1000}
                continue
            took = round((span.end - span.begin) / 1000, 3)
            yield {"ph": "X", **event, "ts": span.begin / 1000, "dur": took} | (
                {"args": args} if args else {}
            )


def read(path: Path) -> Trace:
    """The trace at `path`; raises `TraceError` where there is none that can be read."""
    name = "/".join(path.parts[-3:])
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _trace(data)
    except FileNotFoundError:
        raise TraceError(f"there is no trace {name}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise TraceError(f"{name} is no trace ({error!r})") from None


def _trace(data: dict[str, Any]) -> Trace:
    processes: dict[int, str] = {}
    names: dict[int, str] = {}
    wholes: dict[int, tuple[str, Span]] = {}
    spans: dict[int, list[Span]] = {}
    open_: dict[str, int] = {}
    for event in data["traceEvents"]:
        match event["ph"], event.get("cat", event["name"]):
            case "M", "process_name":
                processes[event["pid"]] = event["args"]["name"]
            case "M", _:
                names[event["tid"]] = event["args"]["name"]
            case "b", _:
                open_[event["id"]] = _ns(event["ts"])
            case "e", kind:
                held = Span(kind, event["name"], open_.pop(event["id"]), _ns(event["ts"]))
                spans.setdefault(event["tid"], []).append(held)
            case _, kind:
                begin, args = _ns(event["ts"]), event.get("args", {})
                end = begin + _ns(event["dur"])
                whom, ending = args.get("for", ""), args.get("ending", "")
                span = Span(kind, event["name"], begin, end, whom, ending)
                if kind == "lane":
                    wholes[event["tid"]] = processes[event["pid"]], span
                else:
                    spans.setdefault(event["tid"], []).append(span)
    lanes = [
        Lane(names[number], process, whole, tuple(spans.get(number, ())))
        for number, (process, whole) in wholes.items()
    ]
    facts = {name: fact for name, fact in data["otherData"].items() if name != "seal"}
    return Trace(Facts(**facts), tuple(lanes))


def _ns(microseconds: float) -> int:
    return round(microseconds * 1000)


def recorded(sample: Sample, case: Case = USUAL, *, stale: bool = False) -> Trace:
    """The trace of `sample`; raises `TraceError` where it is missing, or `stale` and may not be."""
    cure = f"make trace ONLY={sample.stem}"
    try:
        trace = read(path_of(sample, case))
    except TraceError as error:
        raise TraceError(error.what, cure=cure) from None
    if outdated(trace, sample) and not stale:
        name = path_of(sample, case).relative_to(sample.root).as_posix()
        raise TraceError(f"{name} is of another state of the program than the present", cure=cure)
    return trace


def outdated(trace: Trace, sample: Sample) -> bool:
    """Whether `trace` is of another state of `sample` than the present."""
    return trace.facts.digest != digest(sample)
