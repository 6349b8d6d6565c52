"""snippets/ as a whole: every file belongs to a program, and tools find nothing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path, PurePath

import jsonschema

from recorder.hold.masks import as_read
from shelf import (
    HeaderError,
    Sample,
    TranscriptError,
    Wrong,
    contract,
    measuring,
    mutants,
    samples,
    trials,
)
from shelf.fault import Fault
from shelf.ledger import FAILED, MatrixError, brief, cells, current, state, torn
from shelf.ledger import read as read_ledger
from shelf.matrix import NAME, SCHEMA, recorded
from shelf.sample import BROKEN
from shelf.schedules import ENDING as SCHEDULES
from shelf.seal import is_whole
from shelf.support import observed, only_observed, supported
from shelf.timing import TimingError, record_path, timings
from shelf.trace import ENDING as TRACE
from shelf.words import nearest
from tests.checks.programs.reading import unreadable
from tests.checks.records.cases import readable
from tests.checks.work.command import run
from theme.derived import derived, source

#: What a person never writes and a program never is.
CACHES = ("__pycache__", ".mypy_cache", ".ruff_cache")
#: ruff and mypy: a message begins with file and line.
MESSAGE = re.compile(r"(?m)^(?P<where>(?:snippets|tests)[/\\][^:\n]+:\d+)(?::\d+)?: (?P<what>.+)$")


def files(root: Path) -> list[str]:
    """Every file of snippets/, below it; caches and settings left out."""
    folder = root / "snippets"
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in found
        if not path.name.startswith(".") and not set(path.parts) & set(CACHES)
    )


def places(root: Path) -> list[Fault]:
    """A program outside a topic's folder is never run; nothing else may lie about."""
    known = samples(root) | measuring(root)
    beside = stages_and_locks(root)
    faults = []
    for file in files(root):
        stem, _, ending = file.partition(".")
        if ending == "py" and stem in known:
            continue
        if file in beside:
            continue
        if ending == "py":
            what, cure = (
                "a program that is in no topic's folder",
                "move it to snippets/<topic>/<stem>.py",
            )
        elif PurePath(file).suffix in (".txt", ".json"):
            continue
        else:
            what, cure = (
                "is neither a program nor a recording",
                "remove it; what a program reads it makes itself",
            )
        why = "what nobody runs nobody has tested"
        faults.append(Fault(what, f"snippets/{file}:1", why, cure))
    return faults


def stages_and_locks(root: Path) -> set[str]:
    """What stands beside programs when they run, and the locks of theirs and of engines."""
    locks = [engine.lock(root) for engine in contract.ENGINES]
    found = {lock.relative_to(root / "snippets").as_posix() for lock in locks if lock}
    for sample in (samples(root) | measuring(root)).values():
        with suppress(Wrong):
            paths = (sample.stage, sample.lock)
            found |= {p.relative_to(root / "snippets").as_posix() for p in paths if p}
    return found


def unique(root: Path) -> list[Fault]:
    """A stem means one thing: no two programs share a name, in no topic."""
    called: dict[str, list[str]] = defaultdict(list)
    for sample in (samples(root) | measuring(root)).values():
        called[sample.name.lower()].append(sample.stem)
    return [
        Fault(
            f"the stem {name} is taken more than once: {', '.join(stems)}",
            f"snippets/{stems[1]}.py:1",
            "a stem is a program's name in links, downloads and talk",
            "rename one for what it alone shows",
        )
        for name, stems in called.items()
        if len(stems) > 1
    ]


def recordings(root: Path) -> list[Fault]:
    """Every transcript belongs to a program, and every program has all of its transcripts."""
    wanted: dict[str, Sample] = {}
    beside = stages_and_locks(root)
    faults = []
    known = samples(root)
    for sample in known.values():
        try:
            cases = sample.header.cases
        except HeaderError as error:
            faults.append(unreadable(sample, error))
            continue
        for case in cases:
            path = sample.transcript_path(case)
            wanted[path.relative_to(root / "snippets").as_posix()] = sample
            try:
                if sample.transcript(case) is None:
                    faults.append(_missing(sample, path))
            except TranscriptError as error:
                faults.append(unreadable(sample, error))
    measured = {
        record_path(sample, tag).relative_to(root / "snippets").as_posix()
        for sample in measuring(root).values()
        for tag in supported(root)
    }
    stems = [*known, *measuring(root)]
    for file in files(root):
        stem = file.partition(".")[0]
        if (
            not file.endswith((".txt", ".json"))
            or file in wanted
            or f"snippets/{file}" in (NAME, trials.NAME, contract.NAME, mutants.NAME)
        ):
            continue
        if file in beside:
            continue
        if file.endswith(".json") and (stem in known or file in measured):
            continue
        what = "belongs to no program" + nearest(stem, stems)
        if stem in known:
            what = f"belongs to no variant of {stem}"
        elif stem in stems:
            what = f"is no measurement of {stem} on a supported Python"
        faults.append(
            Fault(
                what,
                f"snippets/{file}:1",
                "nothing checks it, so nothing keeps it true",
                "remove it, or give it the stem of its program",
            )
        )
    return faults


def transcripts_are_as_read(root: Path) -> list[Fault]:
    """No transcript shows where its recorder keeps things; a page shows it as a reader sees it."""
    faults = []
    for file in files(root):
        if not file.endswith(".txt") or file.startswith("locks/"):
            continue
        text = (root / "snippets" / file).read_text(encoding="utf-8")
        pairs = zip(text.split("\n"), as_read(text).split("\n"), strict=True)
        for number, (line, read) in enumerate(pairs, 1):
            if read != line:
                stem = file.partition(".")[0]
                faults.append(
                    Fault(
                        f"shows a folder of whoever recorded it: {line.strip()}",
                        f"snippets/{file}:{number}",
                        "whoever records elsewhere gets another text, and readers see no such"
                        " folder",
                        f"make record ONLY={stem}",
                    )
                )
                break
    return faults


def _missing(sample: Sample, path: Path) -> Fault:
    return Fault(
        f"there is no transcript {path.relative_to(sample.root).as_posix()}",
        f"snippets/{sample.stem}.py:1",
        "a page shows only what was recorded",
        f"make record ONLY={sample.stem}",
    )


def as_they_were_written(root: Path) -> list[Fault]:
    """What was measured, watched or explored was changed by nobody since."""
    made = {"*_timing.*.json": "measure", f"*{TRACE}": "trace", f"*{SCHEDULES}": "orders"}
    files = [
        _torn(
            file.relative_to(root).as_posix(), 1, f"{file.name} is", f"make {command} ONLY={stem}"
        )
        for pattern, command in made.items()
        for file in sorted((root / "snippets").glob(f"*/{pattern}"))
        if not is_whole(file.read_text(encoding="utf-8"))
        for stem in [f"{file.parent.name}/{file.name.partition('.')[0]}"]
    ]
    made = {NAME: "matrix", trials.NAME: "use", mutants.NAME: "mutants"}
    entries = [
        _torn(
            name, _line(root / name, stem), f"{stem} on {python} is", f"make {command} ONLY={stem}"
        )
        for name, command in made.items()
        for python, stem in torn(read_ledger(root / name))
    ]
    answers = [
        _torn(
            contract.NAME,
            1,
            f"what {run.engine} answered on {run.python} is",
            f"make contract ONLY={run.engine}",
        )
        for run in contract.torn(contract.read(root / contract.NAME))
    ]
    return files + entries + answers


def _torn(name: str, line: int, what: str, command: str) -> Fault:
    return Fault(
        f"{what} not as it was written: its seal does not fit",
        f"{name}:{line}",
        "what stands there was never measured or seen, and pages tell it as if it were",
        f"take it back: git checkout {name}; or make it again: {command}",
    )


def _line(path: Path, stem: str) -> int:
    """The first line of a record that is about a program."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next((n for n, line in enumerate(lines, 1) if f'"{stem}"' in line), 1)


def matrix_is_whole(root: Path) -> list[Fault]:
    """The matrix can be read, and has its documented form."""
    try:
        what = _out_of_form(json.dumps(recorded(root)))
    except MatrixError as error:
        what = error.words
    line = re.search(r"\bline (\d+)\b", what)
    return [
        Fault(
            what,
            f"{NAME}:{line[1] if line else 1}",
            "every mark on the site is computed from it",
            f"take it back: git checkout {NAME}; after a merge remove it, then: make matrix",
        )
    ] * bool(what)


def _out_of_form(matrix: str) -> str:
    """Where a matrix leaves its documented form, "" if nowhere.

    Comparing thousands of cells takes a second, so what was said of one is kept.
    """
    schema = SCHEMA.read_text(encoding="utf-8")

    def compare() -> str:
        try:
            jsonschema.validate(json.loads(matrix), json.loads(schema))
        except jsonschema.ValidationError as error:
            return f"{error.json_path}: {error.message}"
        return ""

    said = derived.text(compare, source(__file__), version("jsonschema"), schema, matrix)
    derived.save()
    return said


def was_run(root: Path) -> list[Fault]:
    """Every program has run as it is now, and the matrix says how that went."""
    if matrix_is_whole(root):
        return []
    known = readable(root)
    have = {cell[0] for cell in cells(current(recorded(root), known))}
    return [
        Fault(
            f"{NAME} holds no run of it as it is now",
            f"snippets/{stem}.py:1",
            "its page would say that it was not run, whatever it was before",
            f"make matrix ONLY={stem.removesuffix(BROKEN)}, and commit {NAME} with the program",
        )
        for stem in known
        if stem not in have
    ]


def runs_passed(root: Path) -> list[Fault]:
    """Whatever is on record of a program as it is now has passed, where that is required."""
    if matrix_is_whole(root):
        return []
    now = current(recorded(root), readable(root))
    return [
        Fault(
            f"{NAME} says: {brief(words)}",
            f"snippets/{stem}.py on Python {python}, {system}, {method}",
            "what is published has passed wherever that is required",
            f"mend the program, or say in its header where it differs; then: make matrix"
            f" ONLY={stem}",
        )
        for stem, system, python, method, words, _ in cells(now)
        if state(words) == FAILED and not only_observed((system, python), observed(root))
    ]


def ruff(root: Path) -> list[Fault]:
    """What ruff finds in programs and their tests; of a program's columns `programs` tells."""
    tests = [f"tests/{one.topic}/test_{one.name}.py" for one in samples(root).values()]
    words = ["-m", "ruff", "check", "--output-format=concise", "--no-cache", "--quiet"]
    words += ["--extend-per-file-ignores=snippets/**:E501", "snippets"]
    words += [file for file in tests if (root / file).is_file()]
    return _told("ruff", root, words, "mend the line, or let the tool: python -m ruff check --fix")


def mypy(root: Path) -> list[Fault]:
    """What mypy finds in snippets/, as strict as pyproject.toml says."""
    words = ["-m", "mypy", "--no-error-summary", "--no-pretty", "snippets"]
    return _told("mypy", root, words, "correct the hint or the code; then: make lint")


def _told(tool: str, root: Path, words: list[str], cure: str) -> list[Fault]:
    """The messages of a tool as faults; a tool that fails without one is a fault too."""
    status, text = run(words, root)
    why = f"readers copy what stands here into code that {tool} checks"
    faults = [
        Fault(f"{tool} says: {match['what']}", match["where"].replace("\\", "/"), why, cure)
        for match in MESSAGE.finditer(text)
    ]
    if status and not faults:
        faults.append(Fault(f"{tool} failed:\n{text}", "snippets/", why, cure))
    if status is None:
        faults.append(Fault(f"{tool} did not end:\n{text}", "snippets/", why, "run it by hand"))
    return faults


def was_measured(root: Path) -> list[Fault]:
    """Every program that measures has measured as it is now, on a quiet machine."""
    faults = []
    for sample in measuring(root).values():
        try:
            known = timings(sample)
        except TimingError as error:
            what = f"{error.where}: {error.what}" if error.where else error.what
            cure = error.cure or f"make measure ONLY={sample.stem}"
        else:
            if all(timing.figures for timing in known.values()):
                continue
            what, cure = "measured nothing", f"make measure ONLY={sample.stem}"
        faults.append(
            Fault(
                what.replace(f"{root}/", ""),
                f"snippets/{sample.stem}.py:1",
                "each number that names it would say what nobody measured",
                cure,
            )
        )
    return faults


CHECKS = (
    places,
    unique,
    recordings,
    transcripts_are_as_read,
    was_measured,
    as_they_were_written,
    matrix_is_whole,
    was_run,
    runs_passed,
    ruff,
    mypy,
)
