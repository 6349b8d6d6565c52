"""The orders of a program: how many there are, which of them fail, and the shortest of these.

``snippets/x.schedules.json`` is what ``all_orders.py --json`` said of ``x.py``,
with the program's digest and with the counts on each Python that was asked.
This is part of the reading half; `recorder.write.schedules` asks.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shelf.sample import Sample, digest
from shelf.seal import sealed
from shelf.wrong import Wrong

ENDING = ".schedules.json"


class ScheduleError(Wrong):
    """Orders that cannot be used."""


@dataclass(frozen=True)
class End:
    """One way in which orders end, and how many of them do."""

    fails: bool
    kind: str
    text: str
    orders: int


@dataclass(frozen=True)
class Told:
    """A step of the order that is shown: who, where, what, and the shared state after it."""

    thread: int
    line: int
    does: str
    state: dict[str, str]


@dataclass(frozen=True)
class Schedules:
    """All orders of a program: `every` names each by its threads, with the number of its end."""

    program: str
    digest: str
    pythons: dict[str, str]
    threads: tuple[str, ...]
    orders: int
    run: int
    ends: tuple[End, ...]
    every: tuple[tuple[str, int], ...]
    shown: tuple[Told, ...]
    shown_end: int

    @property
    def failing(self) -> int:
        """How many orders fail."""
        return sum(end.orders for end in self.ends if end.fails)

    @property
    def words(self) -> str:
        """The counts as a fence claims them: "12 of 20"."""
        return f"{self.failing} of {self.orders}"


def path_of(sample: Sample) -> Path:
    """Where the orders of `sample` stand."""
    return sample.path.with_name(sample.name + ENDING)


def made(sample: Sample, found: dict[str, Any], pythons: dict[str, str]) -> Schedules:
    """The orders of `sample` from what the explorer said of it."""
    return Schedules(
        program=sample.stem,
        digest=digest(sample),
        pythons=pythons,
        threads=tuple(found["threads"]),
        orders=found["orders"],
        run=found["run"],
        ends=tuple(End(**end) for end in found["outcomes"]),
        every=tuple((order, end) for order, end in found["every"]),
        shown=tuple(Told(**step) for step in found["shown"]["steps"]),
        shown_end=found["shown"]["outcome"],
    )


def write(schedules: Schedules, path: Path) -> None:
    """Write them, a line for each step and the orders of one end together."""
    data = asdict(schedules) | {"seal": ""}
    every: dict[str, list[str]] = {}
    for order, end in schedules.every:
        every.setdefault(str(end), []).append(order)
    data["every"] = {end: " ".join(orders) for end, orders in every.items()}
    lines = []
    for key, value in data.items():
        if key in ("ends", "shown"):
            rows = ",\n".join(f"  {json.dumps(row)}" for row in value)
            lines.append(f"{json.dumps(key)}: [\n{rows}\n ]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value)}")
    text = "{" + ",\n ".join(lines) + "}\n"
    path.write_text(sealed(text), encoding="utf-8", newline="\n")


def read(path: Path) -> Schedules:
    """The orders at `path`; raises `ScheduleError` where there are none that can be read."""
    name = "/".join(path.parts[-3:])
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        data.pop("seal", None)
        every = sorted(
            (order, int(end)) for end, orders in data["every"].items() for order in orders.split()
        )
        return Schedules(
            **{
                **data,
                "threads": tuple(data["threads"]),
                "ends": tuple(End(**end) for end in data["ends"]),
                "every": tuple(every),
                "shown": tuple(Told(**step) for step in data["shown"]),
            }
        )
    except FileNotFoundError:
        raise ScheduleError(f"there are no orders {name}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScheduleError(f"{name} holds no orders ({error!r})") from None


def recorded(sample: Sample, *, stale: bool = False) -> Schedules:
    """The orders of `sample`; raises `ScheduleError` where missing, or `stale` and may not be."""
    cure = f"make orders ONLY={sample.stem}"
    try:
        found = read(path_of(sample))
    except ScheduleError as error:
        raise ScheduleError(error.what, cure=cure) from None
    if outdated(found, sample) and not stale:
        name = path_of(sample).relative_to(sample.root).as_posix()
        raise ScheduleError(
            f"{name} is of another state of the program than the present", cure=cure
        )
    return found


def outdated(schedules: Schedules, sample: Sample) -> bool:
    """Whether they are of another state of `sample` than the present."""
    return schedules.digest != digest(sample)
