"""Orders on record: each is of its program as it is, stands on a page, and comes again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from recorder.pythons.interpreters import Interpreter
from recorder.write.schedules import counts, explore, schedules
from shelf import Sample, Wrong, samples
from shelf.fault import Fault
from shelf.sample import BROKEN
from shelf.schedules import ENDING, ScheduleError, path_of, read, recorded
from shelf.words import nearest
from tests.checks.pages.markdown import pages
from theme.book.library import Book
from theme.parts import stepper


def explored(root: Path) -> Iterator[Sample]:
    """Every program whose orders are on record."""
    for sample in samples(root).values():
        if path_of(sample).is_file():
            yield sample


def orders_are_fresh(root: Path) -> list[Fault]:
    """The orders on record are of their program as it is now."""
    faults = []
    for sample in explored(root):
        with suppress(Wrong):
            try:
                recorded(sample)
            except ScheduleError as error:
                why = "counts of another program mislead whoever reads this one"
                where = f"snippets/{sample.stem}.py:1"
                faults.append(Fault(error.what, where, why, error.cure))
    return faults


def orders_are_drawn(root: Path) -> list[Fault]:
    """Orders on record stand on a page."""
    library, named = Book(root), set()
    for page in pages(root):
        for fence in page.fences:
            if fence.language == "orders":
                with suppress(Wrong):
                    panels, _ = stepper.read(fence.text.split("\n"), library)
                    named |= {panel.sample.stem for panel in panels}
    faults = []
    for path in sorted((root / "snippets").glob(f"*/*{ENDING}")):
        stem = path.relative_to(root / "snippets").as_posix().removesuffix(ENDING)
        if stem not in named:
            faults.append(
                Fault(
                    f"no page draws the orders of {stem}{nearest(stem, sorted(named))}",
                    f"snippets/{stem}{ENDING}:1",
                    "counts that nobody sees are only work to keep",
                    f"draw them in an orders fence that names {stem}; or remove the file",
                )
            )
    return faults


def pairs_differ(root: Path) -> list[Fault]:
    """On each Python on record the broken half fails in an order, and the right half in none."""
    faults = []
    for sample in explored(root):
        with suppress(ScheduleError):
            for tag, words in read(path_of(sample)).pythons.items():
                if words.startswith("0 of ") == sample.broken:
                    faults.append(
                        Fault(
                            f"of the orders of {sample.stem} {words} fail on Python {tag}",
                            f"snippets/{sample.stem}.py:1",
                            f"the one that ends in {BROKEN} fails, and the other one never does",
                            f"mend the program; then: make orders ONLY={sample.stem}",
                        )
                    )
    return faults


CHECKS = (orders_are_fresh, orders_are_drawn, pairs_differ)


# In fresh runs


def comes_again(sample: Sample, interpreter: Interpreter) -> list[str]:
    """What a new exploration of `sample`, and every order run by itself, say otherwise."""
    old = read(path_of(sample))
    new = schedules(sample, [interpreter])
    unlike = [
        f"{key}: {value!r}, on record {getattr(old, key)!r}"
        for key, value in vars(new).items()
        if key not in ("pythons", "digest") and value != getattr(old, key)
    ]
    every = explore(sample, interpreter, "--every")
    alone = sorted((order, every["outcomes"][end]["text"]) for order, end in every["every"])
    together = sorted((order, old.ends[end].text) for order, end in old.every)
    if alone != together:
        unlike.append("run one by one, the orders end otherwise")
    if every["run"] != old.orders or counts(every) != old.words:
        unlike.append(f"run one by one, {counts(every)} fail; on record {old.words}")
    if ends := [asdict(end) for end in old.ends if end.orders < 1]:
        unlike.append(f"ends that no order comes to: {ends}")
    return unlike
