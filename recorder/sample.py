"""A sample: one program of ``snippets/`` and what was recorded beside it.

This is the recorder's reading half.  It runs nothing.
"""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from recorder.header import Header, HeaderError, Variant, nearest, read_header, split
from recorder.transcript import Transcript, read_transcript

#: The checkout that this recorder belongs to.
ROOT = Path(__file__).resolve().parent.parent

BROKEN = "_broken"
#: How the stem of a program ends that measures instead of printing.
TIMING = "_timing"


class UnknownSample(KeyError):
    """A stem that names no program; the message names the nearest ones."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Sample:
    """A program, known by its stem ("threads/lost_update")."""

    root: Path
    stem: str

    @property
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
                f"{self.path}: no such program; 'make record' lists the stems that exist"
            ) from None
        except UnicodeDecodeError as error:
            raise HeaderError(f"{self.path}: not UTF-8 ({error}); save it as UTF-8") from None

    @cached_property
    def shown(self) -> str:
        """What a page shows and copies: the file less its header block.

        A block that names dependencies is kept, since the reader's own tool
        reads it; any other is a comment that changes nothing.
        """
        return self.source if self.header.dependencies else split(self.source)[1]

    @cached_property
    def header(self) -> Header:
        """What the program says about itself."""
        return read_header(self.source, self.path)

    @cached_property
    def sentence(self) -> str:
        """The program's docstring on one line ("" if it has none)."""
        return " ".join((ast.get_docstring(ast.parse(self.source)) or "").split())

    def variant(self, name: str) -> Variant:
        """The variant called `name`; raises `UnknownSample` with the nearest names."""
        for variant in self.header.variants:
            if variant.name == name:
                return variant
        names = [variant.name for variant in self.header.variants]
        raise UnknownSample(f"{self.stem} has no variant {name!r}{nearest(name, names)}")

    def transcript_path(self, variant: Variant | None = None) -> Path:
        """Where the transcript of `variant` (None: the usual case) stands."""
        ending = f".{variant.name}.txt" if variant else ".txt"
        return self.path.with_name(self.name + ending)

    def transcript(self, variant: Variant | None = None) -> Transcript | None:
        """What was recorded, None if nothing was."""
        return read_transcript(self.transcript_path(variant), self.path.name)

    def transcripts(self) -> dict[Variant | None, Transcript]:
        """Everything that was recorded, the usual case first."""
        found = {v: self.transcript(v) for v in (None, *self.header.variants)}
        return {variant: text for variant, text in found.items() if text is not None}


def samples(root: Path = ROOT) -> dict[str, Sample]:
    """Every program of the checkout at `root` that prints, by stem, in order."""
    return {stem: sample for stem, sample in _all(root).items() if not sample.timing}


def measuring(root: Path = ROOT) -> dict[str, Sample]:
    """Every program of the checkout at `root` that measures, by stem, in order."""
    return {stem: sample for stem, sample in _all(root).items() if sample.timing}


def _all(root: Path) -> dict[str, Sample]:
    folder = root / "snippets"
    stems = sorted(
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.glob("*/*.py")
        if not path.name.startswith(".")
    )
    return {stem: Sample(root, stem) for stem in stems}


def find(stem: str, root: Path = ROOT) -> Sample:
    """The sample called `stem`; raises `UnknownSample` with the nearest stems."""
    known = _all(root)
    if stem not in known:
        raise UnknownSample(f"there is no program {stem!r}{nearest(stem, list(known))}")
    return known[stem]


def supported(root: Path = ROOT) -> list[str]:
    """The Pythons that the project supports ("3.14", "3.14t"), from pyproject.toml."""
    return list(_supported((root / "pyproject.toml").read_text(encoding="utf-8")))


@cache  # the text hardly ever changes, and each measurement that is drawn asks
def _supported(settings: str) -> tuple[str, ...]:
    return tuple(tomllib.loads(settings)["tool"]["parallel"]["supported"])
