"""Rehearses Windows on Linux: CPython's own Windows build, run under Wine (``make rehearse``).

Every program that its header does not keep from Windows has to do there what its
transcript says, and a sample of the use drill has to end well.  By day a share of
them is run, with ``LONG=1`` all, and with ``ONLY=`` those named.

A rehearsal is no Windows.  Nothing of it is written down: no mark, no page and no
record says Windows because of it.  What it cannot tell: Ctrl-C and consoles,
timers, virus scanners, Windows' own words for an error, slow first starts.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from recorder.cell import runs_in
from recorder.hold.check import check, command_for
from recorder.write.plan import found_of
from recorder.write.strike import Place, trial_of
from recorder.write.verdict import judge
from shelf import Sample, samples
from shelf.conditions import Cell
from shelf.fault import Fault, report
from shelf.words import nearest
from tests.chores.wine import NoWine, Windows, set_up

#: What fails under Wine and not on Windows, by its stem, and why.
KNOWN: dict[str, str] = {}
#: What is not run here, and why.
LEFT_OUT = {
    "jobs/read_command": "it prints 50,000 lines, for which Wine takes longer than its limit",
}
#: As many programs are run each day, and as many put to trial.
SHARE, DRILLED = 40, 6
#: So many blows for each of those, and each of another kind.
BLOWS = ("error", "keyboard", "memory", "kill")
#: Seconds for a program that ends, and for one that hangs after its last line.
ENDS, HANGS = 240.0, 3.0
#: Programs that hang wait and do nothing else.
SIDE_BY_SIDE = 6


@dataclass(frozen=True)
class Came:
    """What came of one program, or of one blow."""

    stem: str
    deed: str
    faults: tuple[Fault, ...]


def meant(wanted: Iterable[Sample], cell: Cell) -> tuple[list[Sample], dict[str, int]]:
    """The programs that can be rehearsed, and how many are not, by the reason."""
    why = ("by its header", "has packages", "has a stage", "left out")
    taken, left = [], dict.fromkeys(why, 0)
    for sample in wanted:
        if sample.timing:
            continue
        if runs_in(sample, cell):
            left["by its header"] += 1
        elif sample.lock:
            left["has packages"] += 1
        elif sample.stage:
            left["has a stage"] += 1
        elif sample.stem in LEFT_OUT:
            left["left out"] += 1
        else:
            taken.append(sample)
    return taken, left


def play(sample: Sample, windows: Windows, cell: Cell) -> list[Came]:
    """Run a program once and hold it to its header and its transcript."""

    case = sample.header.case(cell)
    hangs = case.expectation.outcome == "hang"
    recorded = sample.transcript(case)
    result = windows.run(
        sample.path,
        command_for(sample, cell),
        limit=HANGS if hangs else ENDS,
        hangs=hangs,
        source=sample.shown,
        lines=recorded.text.count("\n") if recorded else 0,
    )
    return [Came(sample.stem, "", tuple(check(sample, cell, result)))]


def drill(sample: Sample, windows: Windows, cell: Cell, today: int) -> list[Came]:
    """Do a few things to a program that its users do, each at another place."""
    turns = random.Random(f"{sample.stem} {today}")
    there = windows.interpreter
    usual, noted, _ = trial_of(sample, there, cell, "", Place(), how=windows.run)
    places = sorted(
        {(role, int(line)) for _, role, line in found_of([one.split() for one in noted], "place")}
    )
    came = []
    spared = dict(sample.header.spared)
    for deed in BLOWS:
        fit = [place for place in places if deed != "kill" or place[0] == "process"]
        if not fit or deed in spared or (deed != "kill" and "raise" in spared):
            continue
        at = Place(*turns.choice(fit))
        result, _, struck = trial_of(sample, there, cell, deed, at, how=windows.run)
        if struck:
            trial = judge(sample, cell, deed, at, usual, result)
            came.append(Came(sample.stem, f"{deed} {at}", trial.faults))
    return came


def all_of(
    windows: Windows, cast: list[Sample], used: list[Sample], cell: Cell, today: int
) -> Iterator[Came]:
    """What comes of each program of `cast`, and of each blow for those of `used`, as it comes."""
    busy, idle = ThreadPoolExecutor(os.cpu_count() or 1), ThreadPoolExecutor(SIDE_BY_SIDE)
    with windows.awake(), busy, idle:
        futures: list[Future[list[Came]]] = []
        for sample in cast:
            hangs = sample.header.case(cell).expectation.outcome == "hang"
            futures.append((idle if hangs else busy).submit(play, sample, windows, cell))
        futures += [busy.submit(drill, one, windows, cell, today) for one in used]
        for future in as_completed(futures):
            yield from future.result()


def main(arguments: Sequence[str] | None = None) -> int:
    """Rehearse; 0 if all went as it should, 1 if not, 2 where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.chores.rehearse", description=__doc__)
    parser.add_argument("stems", nargs="*", metavar="STEM")
    stems = parser.parse_args(arguments).stems
    known = samples()
    if unknown := [stem for stem in stems if stem not in known]:
        parser.error(f"there is no program {unknown[0]!r}{nearest(unknown[0], list(known))}")
    begun = time.monotonic()
    try:
        windows = set_up()
    except NoWine as why:
        print(f"rehearse: {why}", file=sys.stderr)
        return 2
    cell = windows.interpreter.cell()
    taken, left = meant([known[stem] for stem in stems or known], cell)
    today = datetime.date.today().toordinal()
    turns = random.Random(today)
    whole = bool(stems) or "LONG" in os.environ
    cast = taken if whole else turns.sample(taken, min(SHARE, len(taken)))
    used = [one for one in taken if not one.broken]
    used = used if stems else turns.sample(used, min(DRILLED, len(used)))
    words = ", ".join(f"{number} {why}" for why, number in left.items() if number)
    print(f"Python {cell.version} for Windows, under Wine: {len(cast)} of {len(taken)} programs")
    print(f"not rehearsed: {words or 'none'}", flush=True)
    count: Counter[str] = Counter()
    red = 0
    for one in all_of(windows, cast, used, cell, today):
        count["blows" if one.deed else "programs"] += 1
        why = "" if one.deed else KNOWN.get(one.stem, "")
        if why and one.faults:
            print(f"{one.stem} fails here, and is known to: {why}", flush=True)
        elif why:
            red += 1
            print(f"{one.stem} passes: take it out of KNOWN in tests/chores/rehearse.py")
        elif one.faults:
            red += 1
            print(report(list(one.faults)) + "\n", flush=True)
    seconds = time.monotonic() - begun
    done = f"{count['programs']} programs and {count['blows']} blows in {seconds:.0f} s"
    print(f"{done}: {red} not as they should be")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
