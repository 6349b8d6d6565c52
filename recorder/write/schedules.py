"""Explores every order of a program, and writes down how many fail: ``make orders``.

The explorer is a published program, ``threads/all_orders``, and is run as a
reader runs it.  An order fails if it ends otherwise than the right program
of the pair was recorded to end.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recorder.pythons.interpreters import Interpreter
from recorder.write.recording import Recording
from shelf.fault import Fault
from shelf.sample import BROKEN, Sample
from shelf.schedules import ScheduleError, Schedules, made, path_of, read, write

EXPLORER = "threads/all_orders"
#: Seconds until an exploration counts as stuck.
LIMIT = 300


def wanted_text(sample: Sample) -> str:
    """What the right program of the pair prints."""
    right = Sample(sample.root, sample.stem.removesuffix(BROKEN))
    transcript = right.transcript()
    return transcript.text if transcript else ""


def explore(sample: Sample, interpreter: Interpreter, *options: str) -> dict[str, Any]:
    """What the explorer says of `sample` on `interpreter`; raises `ScheduleError`."""
    explorer = Sample(sample.root, EXPLORER).path
    words = [interpreter.path, str(explorer), sample.path.name, "--json", *options]
    words += ["--expect", wanted_text(sample)]
    try:
        ran = subprocess.run(
            words, cwd=sample.path.parent, capture_output=True, encoding="utf-8", timeout=LIMIT
        )
        found: dict[str, Any] = json.loads(ran.stdout)
    except subprocess.TimeoutExpired:
        raise ScheduleError(f"{sample.stem} is not explored in {LIMIT} s") from None
    except ValueError:
        last = (ran.stderr.strip().splitlines() or ["nothing"])[-1]
        raise ScheduleError(f"the explorer says of {sample.stem}: {last}") from None
    if found["bounds"]:
        raise ScheduleError(f"{sample.stem} has too many orders: {'; '.join(found['bounds'])}")
    if "every" not in found:
        raise ScheduleError(f"{sample.stem} has too many orders to list: {found['orders']}")
    return found


def counts(found: dict[str, Any]) -> str:
    """How many orders fail, of how many: what may differ between Pythons."""
    failing = sum(end["orders"] for end in found["outcomes"] if end["fails"])
    return f"{failing} of {found['orders']}"


def schedules(sample: Sample, interpreters: list[Interpreter]) -> Schedules:
    """The orders of `sample` as the first interpreter has them, and the counts on all."""
    seen = {each.tag: explore(sample, each) for each in interpreters}
    return made(
        sample,
        seen[interpreters[0].tag],
        {tag: counts(found) for tag, found in sorted(seen.items())},
    )


def orders(wanted: list[Sample], interpreters: list[Interpreter]) -> Iterator[Recording]:
    """Explore each sample on each interpreter, and write what was found."""
    for sample in wanted:
        path = path_of(sample)
        name = path.relative_to(sample.root).as_posix()
        try:
            found = schedules(sample, interpreters)
        except ScheduleError as error:
            yield Recording(name, "refused", (_fault(sample, str(error)),))
            continue
        if _old(path) == found:
            yield Recording(name, "unchanged")
            continue
        write(found, path)
        yield Recording(name, "written")


def _old(path: Path) -> Schedules | None:
    try:
        return read(path)
    except ScheduleError:
        return None


def _fault(sample: Sample, what: str) -> Fault:
    return Fault(
        what,
        f"snippets/{sample.stem}.py:1",
        "what cannot be explored whole is never called all orders",
        "make it smaller: two threads, few accesses, no clock and no chance",
    )
