"""Programs are held to their mechanism: whatever is taken away from them, somebody notices."""

from __future__ import annotations

import datetime
import random
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from recorder.pythons.interpreters import Interpreter
from shelf import Sample
from shelf.fault import Fault
from shelf.mutants import NAME, NOBODY, Survivor, entries, survivors
from shelf.trials import Trials
from tests.checks.programs.use import Found, less, plain
from tests.mutants.account import begun
from tests.mutants.catch import Copies, Subject
from tests.mutants.make import SHOWS, made_of

#: The list of mutants that nobody notices, and why nobody could.
REASONS = "tests/equivalent.toml"
#: So many mutants of the record are made again by each run of the checks, and so
#: many programs are asked what they leave.
SHARE, ASKED = 12, 10
#: Who is quick to notice, and so asked by each run; those that hang take their limit.
QUICK = ("output", "neighbour", "late")
#: Programs that leave something to the interpreter, and why.
LEAVE = {
    "threads/ask_to_stop": "its daemon looks at the door, and it says why that may be cut off",
    "threads/daemon_before_start": "it shows when a thread may be made a daemon",
    "threads/exit_order": "it shows in which order the interpreter ends what was left to it",
    "threads/limit_above_zero": "the queue has the item before it is asked",
    "threads/room_in_queue": "the reader makes room, and the wait for it is what is shown",
    "threads/run_workers": "a worker that is stuck must not keep the program, which tells of it",
    "threads/wait_for_the_work": "its workers are daemons, and join waits for the queue instead",
}


@dataclass(frozen=True)
class Reason:
    """Why nobody could notice a kind of mutant: of some programs, or of all."""

    why: str
    operators: tuple[str, ...]
    was: str
    programs: tuple[str, ...] = ()
    now: str = ""

    def holds(self, stem: str, survivor: Survivor) -> bool:
        """Whether it is about this one; `was` and `now` are patterns of the whole text."""
        operator, _, was, now = survivor
        return (
            operator in self.operators
            and (not self.programs or stem in self.programs)
            and bool(re.fullmatch(self.was, was))
            and (not self.now or bool(re.fullmatch(self.now, now)))
        )


def reasons(root: Path) -> list[Reason]:
    """All that are given."""
    file = root / REASONS
    if not file.exists():
        return []
    given = tomllib.loads(file.read_text(encoding="utf-8"))["mutants"]
    return [
        Reason(
            one["why"],
            tuple(one["operators"]),
            one["was"],
            tuple(one.get("programs", ())),
            one.get("now", ""),
        )
        for one in given
    ]


def recorded(root: Path) -> dict[str, tuple[str, Trials]]:
    """What is on record of each program as it is now, with its Python."""
    return entries(root, {sample.stem: sample for sample in plain(root)})


def each_mutant_is_noticed(root: Path) -> list[Fault]:
    """The record is of the programs as they are, and what nobody notices has its reason."""
    record, given = recorded(root), reasons(root)
    found: Found = {}
    for sample in plain(root):
        line = 1
        if sample.stem not in record:
            what = f"{NAME} holds no mutants of it as it is now"
        else:
            left = [
                one
                for one in survivors(record[sample.stem][1])
                if not any(reason.holds(sample.stem, one) for reason in given)
            ]
            if not left:
                continue
            what = "nobody notices when " + "; ".join(
                f"at line {place} `{was}` becomes `{now}`" for _, place, was, now in left
            )
            line = int(left[0][1].partition(".")[0])
        found[sample.stem] = Fault(
            what,
            f"snippets/{sample.stem}.py:{line}",
            "what can be taken away unnoticed proves nothing",
            f"make mutants ONLY={sample.stem}; have the program or its test show what is not"
            f" noticed, or give in {REASONS} the reason why nobody could; commit {NAME}",
        )
    return less(root, "mutants", found)


def reasons_are_needed(root: Path) -> list[Fault]:
    """Each reason is about a mutant of the record that nobody notices."""
    record = recorded(root)
    left = [(stem, one) for stem, (_, entry) in record.items() for one in survivors(entry)]
    return [
        Fault(
            f"no mutant that nobody notices has the reason {reason.why!r}",
            f"{REASONS}:1",
            "a reason that is left lying covers the next fault",
            "take it out",
        )
        for reason in reasons(root)
        if not any(reason.holds(stem, one) for stem, one in left)
    ]


def what_is_shown_is_noticed(root: Path) -> list[Fault]:
    """Each mechanism that a header names is one statement, and without it something differs."""
    record = recorded(root)
    faults = []
    for sample in plain(root):
        if not sample.header.shows:
            continue
        made = [one for one in made_of(sample) if one.operator == SHOWS]
        lines = [shown.without for shown in sample.header.shows]
        missing = set(lines) - {line_of(sample, one.line) for one in made}
        for words in sorted(missing):
            what = f"its header says that it shows something by {words!r}, and no statement is that"
            faults.append(_unshown(sample, what, 1))
        if sample.stem not in record:
            continue
        left = record[sample.stem][1]["did"].get(SHOWS, {}).get(NOBODY, "")
        faults += [
            _unshown(sample, "without what its header names it does the same", int(place))
            for place in filter(None, left.split(", "))
        ]
    return faults


def a_meeting_is_declared(root: Path) -> list[Fault]:
    """A lock that only a meeting misses is named by the header.

    Else lock and record could go together.
    """
    record = recorded(root)
    found: Found = {}
    for sample in plain(root):
        _, entry = record.get(sample.stem, ("", {"did": {}}))
        places = entry["did"].get("with", {}).get("meeting", "")
        for place in filter(None, places.split(", ")):
            line = int(place.partition(".")[0])
            words = line_of(sample, line)
            if words not in [shown.without for shown in sample.header.shows]:
                found[sample.stem] = _unshown(sample, f"its header does not name {words!r}", line)
    return [*found.values()]


def line_of(sample: Sample, line: int) -> str:
    """A line of a program."""
    return sample.source.splitlines()[line - 1].strip()


def _unshown(sample: Sample, what: str, line: int) -> Fault:
    return Fault(
        what,
        f"snippets/{sample.stem}.py:{line}",
        "what the page says of it is a promise that no run keeps",
        'write below [[tool.sample.shows]] says = "the lock keeps it whole" and without ='
        f' "with lock:", the line of the statement; then: make mutants ONLY={sample.stem}',
    )


CHECKS: tuple[Callable[[Path], list[Fault]], ...] = (
    each_mutant_is_noticed,
    reasons_are_needed,
    what_is_shown_is_noticed,
    a_meeting_is_declared,
)


# In fresh runs


def share(
    root: Path, tag: str, day: datetime.date, most: int = SHARE
) -> list[tuple[str, str, str]]:
    """Some mutants of the record, other ones each day: program, operator and place."""
    known = [
        (stem, operator, place)
        for stem, (python, entry) in sorted(recorded(root).items())
        if python == tag
        for operator, by in entry["did"].items()
        for who, places in by.items()
        if who in QUICK
        for place in places.split(", ")
    ]
    return random.Random(day.toordinal()).sample(known, min(most, len(known)))


def a_share_is_noticed(root: Path, interpreter: Interpreter) -> list[Fault]:
    """What the record says of some mutants is so today."""
    known = {sample.stem: sample for sample in plain(root)}
    picked = share(root, interpreter.tag, datetime.date.today())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(3) as workers:
        copies = Copies(Path(folder), 0)

        def unnoticed(job: tuple[str, str, str]) -> Iterator[Fault]:
            stem, operator, place = job
            one = Subject(known[stem], interpreter, copies)
            made = [m for m in made_of(one.sample) if (m.operator, m.place) == (operator, place)]
            if not made:
                yield _news(stem, place, f"there is no mutant of {operator} any more")
            elif not one.seen(made[0]):
                yield _news(stem, place, f"nobody notices this mutant today: {made[0]}")

        return [
            fault for found in workers.map(lambda job: [*unnoticed(job)], picked) for fault in found
        ]


def _news(stem: str, place: str, what: str) -> Fault:
    return Fault(
        what,
        f"snippets/{stem}.py:{place.partition('.')[0]}",
        f"{NAME} says something else, and whoever trusts it believes more than is so",
        f"make mutants ONLY={stem}, and look at the difference",
    )


def asked(root: Path, day: datetime.date, most: int = ASKED) -> list[Sample]:
    """Some programs, other ones each day."""
    known = [sample for sample in plain(root) if sample.topic in ("threads", "executors")]
    known = [sample for sample in known if not sample.stage]
    return random.Random(day.toordinal()).sample(known, min(most, len(known)))


def accounts_are_so(root: Path, wanted: list[Sample], interpreter: Interpreter) -> list[Fault]:
    """Programs end what they begin, leave nothing to the interpreter, and begin what is on record.

    A program that changed since it was recorded may begin something else.
    """
    record = recorded(root)

    def look(sample: Sample) -> Iterator[Fault]:
        one = Subject(sample, interpreter, copies)
        if not one.runs:
            return
        tag, entry = record.get(sample.stem, ("", {}))
        lines = one.accounts
        if sample.stem not in LEAVE and (left := [line for line in lines if not begun(line)]):
            yield Fault(
                f"leaves to the interpreter: {'; '.join(left)}",
                f"snippets/{sample.stem}.py:1",
                "in a longer program nobody ends it, and it may wait for ever",
                "have a with block or a finally shut it down or join it, and give waits a limit;"
                " or say in LEAVE of tests/checks/programs/mutated.py why it is left",
            )
        if tag == interpreter.tag and lines != one.steady(entry["account"]):
            yield _news(sample.stem, "1", f"its account is {lines}, on record {entry['account']}")

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(3) as workers:
        copies = Copies(Path(folder), 0)
        return [fault for found in workers.map(lambda s: [*look(s)], wanted) for fault in found]
