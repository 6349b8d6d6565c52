"""A sample: one program of ``snippets/`` and what was recorded beside it."""

from __future__ import annotations

import ast
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from shelf.conditions import USUAL, Case
from shelf.header import Header, read_header, split
from shelf.lock import lock_of, versions
from shelf.table import HeaderError
from shelf.transcript import Transcript, read_transcript
from shelf.words import nearest
from shelf.wrong import Wrong

#: The checkout that this shelf belongs to.
ROOT = Path(__file__).resolve().parent.parent

#: The part of a header that nobody reads but us.
OWN_KEYS = re.compile(r"(?ms)^# \[tool\.sample.*?(?=^# ///$)")

BROKEN = "_broken"
#: How the stem of a program ends that measures instead of printing.
TIMING = "_timing"
#: The package that programs which measure are lent, and that no lock of theirs holds.
LENT = "pyperf"


class NotPython(Wrong):
    """A program that does not parse."""


class UnknownSample(Wrong):
    """A stem that names no program; the message names the nearest ones."""


@dataclass(frozen=True)
class Sample:
    """A program, known by its stem ("threads/lost_update").

    With ``keeps`` its transcripts are read once: a `Shelf` says so, and makes the
    program anew when a file of it has changed.
    """

    root: Path
    stem: str
    keeps: bool = field(default=False, compare=False, repr=False)

    @cached_property
    def path(self) -> Path:
        """The program's file."""
        return self.root / "snippets" / f"{self.stem}.py"

    @property
    def topic(self) -> str:
        """The folder that it stands in."""
        return self.stem.partition("/")[0]

    @property
    def name(self) -> str:
        """The file name without its ending."""
        return self.stem.rpartition("/")[2]

    @property
    def broken(self) -> bool:
        """Whether it is wrong on purpose."""
        return self.name.endswith(BROKEN)

    @property
    def timing(self) -> bool:
        """Whether it measures: ``make measure`` runs it, and its record is what it measured."""
        return self.name.endswith(TIMING)

    @property
    def job(self) -> bool:
        """Whether it does a whole job of a user's, and not one thing that is to be shown."""
        return self.topic in ("jobs", "engines")

    @property
    def stage(self) -> Path | None:
        """The file that sets up what stands beside the program when it runs, if any.

        Another topic's has its name before it: ``jobs/till_visits``.
        """
        topic, _, name = self.header.stage.rpartition("/")
        home = self.path.parents[1] / topic if topic else self.path.parent
        return home / "stages" / f"{name}.py" if name else None

    @property
    def lock(self) -> Path | None:
        """The lock of its packages, if it has any."""
        return lock_of(self.root, self.locked)

    @property
    def locked(self) -> tuple[str, ...]:
        """The packages that its lock holds: those that it names, less what it is lent."""
        named = self.header.dependencies
        return tuple(one for one in named if not (self.timing and one == LENT))

    @property
    def packages(self) -> dict[str, str]:
        """The packages that it names, each with the version that its lock holds."""
        return versions(self.lock, self.header.dependencies) if self.lock else {}

    @property
    def neighbour(self) -> str:
        """The stem of the right program beside a broken one, and the other way round."""
        return self.stem.removesuffix(BROKEN) if self.broken else self.stem + BROKEN

    @cached_property
    def source(self) -> str:
        """The whole file."""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise HeaderError(
                "no such program",
                where=self.path,
                cure="'make record' lists the stems that exist",
            ) from None
        except UnicodeDecodeError as error:
            raise HeaderError(
                f"not UTF-8 ({error})", where=self.path, cure="save it as UTF-8"
            ) from None

    @cached_property
    def shown(self) -> str:
        """What a page shows and copies: the file less its header block.

        A block that names dependencies is kept, since the reader's own tool
        reads it, less the keys that only we read; any other is a comment that
        changes nothing.
        """
        if not self.header.dependencies:
            return split(self.source)[1]
        return OWN_KEYS.sub("", self.source, count=1)

    @cached_property
    def header(self) -> Header:
        """What the program says about itself."""
        return read_header(self.source, self.path)

    @cached_property
    def sentence(self) -> str:
        """The program's docstring on one line ("" if it has none)."""
        return " ".join((ast.get_docstring(ast.parse(self.source)) or "").split())

    def case(self, name: str) -> Case:
        """The case called `name`; raises `UnknownSample` with the nearest names."""
        for case in self.header.cases:
            if case.name == name:
                return case
        names = [variant.name for variant in self.header.variants]
        raise UnknownSample(f"{self.stem} has no variant {name!r}{nearest(name, names)}")

    def transcript_path(self, case: Case = USUAL) -> Path:
        """Where the transcript of a case stands."""
        return self.path.with_name(f"{self.name}{case.ending}.txt")

    def transcript(self, case: Case = USUAL) -> Transcript | None:
        """What was recorded, None if nothing was."""
        if case.name in self._read:
            return self._read[case.name]
        found = read_transcript(self.transcript_path(case), self.path.name)
        if self.keeps:
            self._read[case.name] = found
        return found

    @cached_property
    def _read(self) -> dict[str, Transcript | None]:
        """The transcripts that were asked for, by case; None where there is no file."""
        return {}

    def transcripts(self) -> dict[Case, Transcript]:
        """Everything that was recorded, the usual case first."""
        found = {case: self.transcript(case) for case in self.header.cases}
        return {case: text for case, text in found.items() if text is not None}

    @property
    def digest(self) -> str:
        """Names the state of a program and its transcripts, in 16 hexadecimal digits.

        Its packages belong to it, and what stands beside it when it runs.
        """
        return self._digest if self.keeps else self._summed()

    @cached_property
    def _digest(self) -> str:
        return self._summed()

    def _summed(self) -> str:
        sum_ = hashlib.sha256(self.source.encode())
        for path in (self.stage, self.lock):
            if path is not None:
                sum_.update(b"\0" + (path.read_bytes() if path.exists() else b""))
        for case, transcript in self.transcripts().items():
            sum_.update(f"\0{case.name}\0{transcript}".encode())
        return sum_.hexdigest()[:16]


def digest(sample: Sample) -> str:
    """The digest of `sample`."""
    return sample.digest


def not_python(path: Path, error: SyntaxError) -> NotPython:
    """The fault of a program that does not parse."""
    return NotPython(f"not Python: {error.msg}", where=f"{path}:{error.lineno}")


def parse(source: str, path: Path) -> ast.Module:
    """The syntax tree of `source`; raises `NotPython` where there is none."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise not_python(path, error) from None
