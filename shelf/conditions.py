"""Where a program runs, and how a run of it is to end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from shelf.words import version_words

OUTCOMES = ("ok", "error", "hang", "killed")
START_METHODS = ("fork", "forkserver", "spawn")
SYSTEMS = ("linux", "macos", "windows")
#: The signals that end a program; Windows does not know them all by name.
SIGNALS = ("SIGKILL", "SIGTERM", "SIGINT", "SIGABRT", "SIGSEGV", "SIGHUP", "SIGUSR1", "SIGALRM")
SYSTEM_NAMES = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
#: Seconds until a program's whole process group is killed.  A hang is looked
#: for at its limit, so its own is short; for the others the limit only has to
#: be longer than the slowest loaded machine takes.
LIMIT = {"ok": 60.0, "error": 60.0, "killed": 60.0, "hang": 2.0}


@dataclass(frozen=True)
class Cell:
    """The circumstances of one run.

    ``version`` is the full version ("3.14.7"), ``gil`` whether the process
    has a GIL, ``start_method`` the default start method that the program
    meets, ``system`` one of `SYSTEMS`.
    """

    version: str
    gil: bool
    start_method: str
    system: str


@cache  # a few versions and a few specifiers, asked for again with each cell
def _within(version: str, specifier: str) -> bool:
    return SpecifierSet(specifier).contains(Version(version), prereleases=True)


@dataclass(frozen=True)
class Condition:
    """The cells that something holds for; an empty part holds for all."""

    python: str = ""
    gil: bool | None = None
    start_methods: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()

    def fits(self, cell: Cell) -> bool:
        """Whether `cell` is one of the cells meant."""
        return (
            _within(cell.version, self.python)
            and self.gil in (None, cell.gil)
            and cell.start_method in (self.start_methods or START_METHODS)
            and cell.system in (self.systems or SYSTEMS)
        )

    @property
    def words(self) -> str:
        """The condition in words that fit a sentence: "3.13 and older"."""
        return " ".join(words for _, words in self._parts())

    @property
    def label(self) -> str:
        """The condition as the name of a tab: "on 3.13 and older"."""
        return " ".join(f"{preposition} {words}".strip() for preposition, words in self._parts())

    def _parts(self) -> list[tuple[str, str]]:
        parts = []
        if self.python:
            parts.append(("on", version_words(self.python)))
        if self.gil is not None:
            parts.append(("", "with the GIL" if self.gil else "without the GIL"))
        if self.start_methods:
            parts.append(("with", " or ".join(self.start_methods)))
        if self.systems:
            parts.append(("on", " or ".join(SYSTEM_NAMES[s] for s in self.systems)))
        return parts


@dataclass(frozen=True)
class Expectation:
    """How a run is to end.

    ``outcome`` is one of `OUTCOMES`; ``error`` is "Type" or "Type: message"
    of the last traceback (outcome "error"), ``signal`` a signal's name
    (outcome "killed"), ``limit`` is in seconds.  ``status`` is the exit status
    by which a program that ends well (outcome "ok") tells that an item failed.
    """

    outcome: str = "ok"
    error: str = ""
    signal: str = ""
    limit: float = LIMIT["ok"]
    status: int = 0


@dataclass(frozen=True)
class Case:
    """One way in which a program may end, with its own transcript and its own trace.

    The usual case has no name; a variant has one, and holds where the outcome
    differs by design.
    """

    name: str = ""
    where: Condition = Condition()
    expectation: Expectation = Expectation()

    @property
    def label(self) -> str:
        """Its name beside those of the other cases: "on 3.13 and older"."""
        return self.where.label if self.name else "everywhere else"

    @property
    def ending(self) -> str:
        """What its files have behind the name of the program: ".older"."""
        return f".{self.name}" if self.name else ""


#: The usual case as far as nothing but its files is asked for.
USUAL = Case()
