"""Changes programs, one thing at a time, and sees who notices: ``make mutants``."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from recorder.cell import natural_cell, runs_on
from recorder.pythons.interpreters import Interpreter, choose, find_all
from recorder.run.child import hear_interrupts
from shelf import ROOT, Sample, samples, supported
from shelf.mutants import NAME, NOBODY, entries
from shelf.mutants import noticed as noticed_by
from shelf.shelf import find
from shelf.trials import Trials, concerned, digest, update
from shelf.wrong import Wrong
from tests.mutants.catch import Copies, Subject
from tests.mutants.make import made_of
from tests.mutants.tree import Mutant

Noticed = list[tuple[Mutant, str]]
#: By operator and place, who noticed one already.
Known = dict[tuple[str, str], str]


def subject(sample: Sample, interpreters: Iterable[Interpreter], copies: Copies) -> Subject | None:
    """The program on the first Python that runs it, None where none does."""
    for one in interpreters:
        if not runs_on(sample, one, natural_cell(sample.header, one)):
            return Subject(sample, one, copies)
    return None


def notice(one: Subject, workers: ThreadPoolExecutor, known: Known) -> Noticed:
    """Who notices each mutant of a program; of those that are `known` nobody is asked again."""
    made = made_of(one.sample)
    _ = one.usual, one.accounts, one.tests, one.sound

    def who(mutant: Mutant) -> str:
        return known.get((mutant.operator, mutant.place)) or one.caught(mutant)

    return list(zip(made, workers.map(who, made), strict=True))


def record_of(one: Subject, noticed: Noticed) -> Trials:
    """What was noticed, in the form of the record."""
    did: dict[str, dict[str, list[str]]] = {}
    for mutant, who in noticed:
        did.setdefault(mutant.operator, {}).setdefault(who or NOBODY, []).append(mutant.place)
    python = one.interpreter
    run = {
        "python": python.tag,
        "version": python.version,
        "gil": python.gil,
        "system": python.system,
        "machine": platform.machine(),
        "programs": {
            one.sample.stem: {
                "digest": digest(one.sample),
                "date": datetime.date.today().isoformat(),
                "did": {
                    operator: {who: ", ".join(places) for who, places in by.items()}
                    for operator, by in did.items()
                },
                "account": one.accounts,
                "survived": [
                    [mutant.operator, mutant.place, mutant.was, mutant.now]
                    for mutant, who in noticed
                    if not who
                ],
            }
        },
    }
    return {"schema": 1, "runs": [run], "news": []}


def main() -> int:
    """Make the mutants of some programs; 0, since the checks say what is wrong with survivors."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("stems", nargs="*", metavar="STEM", help="all programs, if none is named")
    parser.add_argument("--on", default="", metavar="PYTHON", help="an interpreter, as 3.14")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--dry", action="store_true", help="write nothing down")
    parser.add_argument(
        "--again", action="store_true", help="ask only for those that nobody noticed"
    )
    options = parser.parse_args()
    hear_interrupts()
    try:
        wanted = [find(stem) for stem in options.stems] or [*samples().values()]
        first = choose(options.on)
    except Wrong as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 2
    others = [] if options.on else list(find_all(supported())[0].values())
    begun, count = time.monotonic(), Counter[str]()
    with (
        tempfile.TemporaryDirectory(prefix="mutants-") as folder,
        ThreadPoolExecutor(options.jobs) as workers,
        ThreadPoolExecutor(4) as programs,
    ):
        copies = Copies(Path(folder), 2)
        subjects = [
            one
            for sample in wanted
            if concerned(sample) and (one := subject(sample, [first, *others], copies))
        ]
        recorded = entries(ROOT, samples()) if options.again else {}
        known = {stem: noticed_by(entry) for stem, (_, entry) in recorded.items()}
        futures = {
            programs.submit(notice, one, workers, known.get(one.sample.stem, {})): one
            for one in subjects
        }
        for future in as_completed(futures):
            one, noticed = futures[future], future.result()
            count.update(who or NOBODY for _, who in noticed)
            left = [mutant for mutant, who in noticed if not who]
            print(f"{one.sample.stem} on {one.interpreter.tag}: {len(noticed)} mutants,", end=" ")
            print(f"{len(left)} noticed by nobody", *left, sep="\n    ", flush=True)
            if not options.dry:  # at once: the whole takes long, and may be stopped
                update(ROOT / NAME, [record_of(one, noticed)], samples())
    words = ", ".join(f"{number} by {who}" for who, number in count.most_common())
    seconds = time.monotonic() - begun
    print(f"{len(subjects)} programs, {count.total()} mutants in {seconds:.0f} s: {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
