"""Programs to start work from, demonstrations, and the record of what was done to both."""

from __future__ import annotations

import ast
import datetime
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from recorder.cell import lacking
from recorder.pythons.interpreters import Interpreter
from recorder.write.trials import again
from shelf import Sample, Wrong, ledger, samples
from shelf.conditions import Cell
from shelf.deeds import DEEDS
from shelf.fault import Fault
from shelf.kinds import arranged_lines, demonstration
from shelf.matrix import NAME as MATRIX
from shelf.trials import ENDED, NAME, ON, concerned, current, read, taken
from shelf.words import nearest
from tests.checks.pages.markdown import pages

LOCKS = ("Lock", "RLock", "Semaphore", "BoundedSemaphore")
#: What is not yet as the rules below have it; it may only shrink.
UNCONVERTED = "tests/unconverted.toml"
#: So many trials of the record are done again by each run of the checks.
SHARE = 16

#: Programs that are about a barrier, which they hold for what it does.
ABOUT_BARRIERS = {
    "threads/all_at_once": "all threads call at the same moment, which only a barrier can do",
    "threads/everyone_arrives": "it shows what a barrier is for",
    "threads/start_together": "it shows what a barrier is for",
}

Found = dict[str, Fault]


def rest(root: Path, rule: str) -> list[str]:
    """What a rule does not hold for yet."""
    file = root / UNCONVERTED
    if not file.exists():
        return []
    names: list[str] = tomllib.loads(file.read_text(encoding="utf-8"))[rule]
    return names


def less(root: Path, rule: str, found: Found) -> list[Fault]:
    """The faults of a rule, but for what is not converted yet; and what is by now."""
    names = rest(root, rule)
    faults = [fault for name, fault in found.items() if name not in names]
    return faults + [
        Fault(
            f"{name} is converted, and still stands under {rule}",
            f"{UNCONVERTED}:1",
            "the list may only shrink, and what stands on it nobody looks at",
            "take its line out; all such lines: .venv/bin/python -m tests.chores.shrink",
        )
        for name in names
        if name not in found
    ]


def waits_have_limits(root: Path) -> list[Fault]:
    """An event or a barrier under the plain name is waited for with a limit."""
    found: Found = {}
    for sample in plain(root):
        for node in untimed_waits(ast.parse(sample.source)):
            found[sample.stem] = Fault(
                f"waits without a limit: {ast.unparse(node)}",
                f"snippets/{sample.stem}.py:{node.lineno}",
                "if the other party fails, whoever copied it waits for ever",
                "give it a limit and look at the answer, or let a with block or a finally end it",
            )
    return less(root, "waits", found)


def locks_are_shared(root: Path) -> list[Fault]:
    """No lock is made where it is taken: nobody else could hold it."""
    return [
        Fault(
            "a lock that is made where it is taken keeps nobody out",
            f"snippets/{sample.stem}.py:{line}",
            "each call has a lock of its own, so the program is right by luck",
            "give it one lock, made once by whoever shares it: self.lock = Lock() in __init__",
        )
        for sample in plain(root)
        if not sample.broken
        for line in own_locks(ast.parse(sample.source))
    ]


def own_locks(tree: ast.Module) -> Iterator[int]:
    """The lines where a lock is taken, or returned, as soon as it is made."""
    for node in ast.walk(tree):
        taken: list[ast.expr | None] = []
        if isinstance(node, ast.With | ast.AsyncWith):
            taken = [item.context_expr for item in node.items]
        elif isinstance(node, ast.Return):
            taken = [node.value]
        for one in taken:
            if isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] in LOCKS:
                yield one.lineno


def untimed_waits(tree: ast.Module) -> Iterator[ast.Call]:
    """Each call of `wait` that has no limit; one that is awaited can be cancelled."""
    awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "wait"
            and not node.args
            and not node.keywords
            and id(node) not in awaited
        ):
            yield node


def what_arranges_is_marked(root: Path) -> list[Fault]:
    """A demonstration marks the lines that arrange; a program for use has none."""
    found: Found = {}
    for sample in plain(root):
        lines = arranged_lines(sample.source)
        barriers = [
            node.lineno
            for node in ast.walk(ast.parse(sample.source))
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Barrier"
        ]
        if demonstration(sample) and not lines:
            what, line = "says that it arranges something, and marks no line", 1
        elif lines and not demonstration(sample):
            what, line = "marks a line as arranged, and its header does not say so", lines[0]
        elif barriers and not demonstration(sample) and sample.stem not in ABOUT_BARRIERS:
            what, line = "has a barrier, and does not say what it arranges", barriers[0]
        else:
            continue
        found[sample.stem] = Fault(
            what,
            f"snippets/{sample.stem}.py:{line}",
            "whoever takes a demonstration for a program to build on is left hanging",
            'say what is arranged in its header (arranged = "…", use = "…"), and end each line'
            " that arranges with # arranged; or do without",
        )
    return less(root, "arranged", found)


def a_demonstration_leads_to_use(root: Path) -> list[Fault]:
    """Its header names a program that is there, is right, and is for use."""
    known = samples(root)
    faults = []
    for sample in plain(root):
        if not demonstration(sample):
            continue
        other = known.get(sample.header.use)
        if other is None:
            what = (
                f"there is no program {sample.header.use}{nearest(sample.header.use, list(known))}"
            )
        elif other.broken or demonstration(other):
            kind = "is broken on purpose" if other.broken else "is a demonstration itself"
            what = f"{other.stem} {kind}"
        else:
            continue
        faults.append(
            Fault(
                what,
                f"snippets/{sample.stem}.py:{use_line(sample)}",
                "the figure leads whoever starts work there",
                "name a program under the plain name that arranges nothing",
            )
        )
    return faults


def use_line(sample: Sample) -> int:
    """The line of the header that names the program for use."""
    lines = sample.source.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith("# use =")), 1)


def a_page_begins_with_use(root: Path) -> list[Fault]:
    """The first program of an article is for use; where the first is broken, its neighbour is.

    One that shows only what happens says above its figure which program to copy.
    """
    known = samples(root)
    found: Found = {}
    for page in pages(root):
        shown = [known[fence.stem] for fence in page.samples if fence.stem in known]
        first = next(iter(shown), None)
        if first and first.broken:
            first = known.get(first.neighbour)
        if first is None or not demonstration(first):
            continue
        above = page.text.splitlines()[: page.samples[0].line]
        named = re.findall(r"\[\[(\w+/\w+)", "\n".join(above))
        if any(stem in known and not demonstration(known[stem]) for stem in named):
            continue
        found[page.name] = Fault(
            f"the first program that it shows is a demonstration: {first.stem}",
            page.at(page.samples[0].line),
            "whoever comes with a job copies the first program",
            f"show a program for use first, or name one above it, such as {first.header.use}",
        )
    return less(root, "first", found)


def each_was_put_to_trial(root: Path) -> list[Fault]:
    """The record says of each program, as it is now, that it ended well whatever was done."""
    trials = read(root / NAME)
    without = without_wheel(root)
    found: Found = {}
    for sample in plain(root):
        have = current(trials, sample)
        missing = [tag for tag in ON if tag not in have and admits(sample, tag)]
        missing = [tag for tag in missing if (sample.stem, tag) not in without]
        faults = taken(trials, sample).faults
        if missing:
            what = f"{NAME} holds no trial of it as it is now on Python {', '.join(missing)}"
        elif faults:
            tag, places = next(iter(faults.items()))
            told = "; ".join(f"{deed} at {where}" for deed, where in places.items())
            what = f"on Python {tag}: {told}"
        else:
            continue
        found[sample.stem] = Fault(
            what,
            f"snippets/{sample.stem}.py:1",
            "the page says that it ends by itself, and nobody has seen it",
            f"{' '.join(f'make use ONLY={sample.stem} ON={tag};' for tag in missing or ON)}"
            f" mend what it names, and commit {NAME}",
        )
    return less(root, "trials", found)


def without_wheel(root: Path) -> set[tuple[str, str]]:
    """The programs that cannot be run on a Python by the matrix: it has no wheel of a package."""
    known = {sample.stem: sample for sample in plain(root)}
    now = ledger.current(ledger.read(root / MATRIX), known)
    why = f"{ledger.NOT_RUN}: no wheel of "
    return {(stem, tag) for stem, _, tag, _, words, _ in ledger.cells(now) if words.startswith(why)}


def admits(sample: Sample, tag: str) -> bool:
    """Whether a program is meant for a Python, under some start method and on some system."""
    cell = Cell(f"{tag.removesuffix('t')}.99", not tag.endswith("t"), "spawn", "linux")
    return sample.header.requires.fits(cell)


def plain(root: Path) -> list[Sample]:
    """The programs that somebody might start work from."""
    found = []
    for sample in samples(root).values():
        try:
            _ = sample.header, ast.parse(sample.source)
        except (Wrong, SyntaxError):
            continue  # another check says so
        if concerned(sample):
            found.append(sample)
    return found


def share(
    root: Path, tag: str, day: datetime.date, most: int = SHARE
) -> list[tuple[str, str, str]]:
    """Some trials of the record that ended well, other ones each day: program, deed and place."""
    trials = read(root / NAME)
    known = [
        (sample.stem, deed, place)
        for sample in plain(root)
        for deed, outcomes in current(trials, sample).get(tag, {"did": {}})["did"].items()
        if DEEDS[deed].family != "grow"
        for place in outcomes.get(ENDED, "").split(", ")
        if place
    ]
    turns = random.Random(day.toordinal())
    return turns.sample(known, min(most, len(known)))


def a_share_still_ends_well(root: Path, interpreter: Interpreter) -> list[Fault]:
    """What the record says of a few trials is so today."""
    known = samples(root)
    picked = share(root, interpreter.tag, datetime.date.today())
    jobs = [(known[stem], deed, place) for stem, deed, place in picked]
    jobs = [job for job in jobs if not lacking(job[0])]  # test_it_runs_as_it_says tells of it
    return [fault for trial in again(jobs, interpreter) for fault in trial.faults]


CHECKS: tuple[Callable[[Path], list[Fault]], ...] = (
    waits_have_limits,
    locks_are_shared,
    what_arranges_is_marked,
    a_demonstration_leads_to_use,
    a_page_begins_with_use,
    each_was_put_to_trial,
)
