"""What a program says about itself: its inline script header.

The header is the standard one (PEP 723, "Inline script metadata").  Our own
keys stand in its ``[tool.sample]`` table and say only what departs from the
usual case, which is: runs on every supported Python, exits 0, prints its
transcript.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

BLOCK = re.compile(r"(?m)^# /// script[ \t]*\n(?P<content>(?:#(?:| .*)\n)*?)# ///[ \t]*(?:\n|\Z)")
OPENING = re.compile(r"(?m)^#\s*///.*$")
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


class HeaderError(ValueError):
    """A header that cannot be obeyed; the message names the file and the cure."""


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
            SpecifierSet(self.python).contains(Version(cell.version), prereleases=True)
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
    (outcome "killed"), ``limit`` is in seconds.
    """

    outcome: str = "ok"
    error: str = ""
    signal: str = ""
    limit: float = LIMIT["ok"]


@dataclass(frozen=True)
class Variant:
    """Cells in which the outcome differs by design, with their own transcript."""

    name: str
    where: Condition
    expectation: Expectation


@dataclass(frozen=True)
class Header:
    """A header, checked; the defaults are the usual case."""

    requires: Condition = field(default_factory=Condition)
    dependencies: tuple[str, ...] = ()
    expectation: Expectation = field(default_factory=Expectation)
    variants: tuple[Variant, ...] = ()
    guard: bool = True
    start_methods: tuple[str, ...] = ()

    def variant(self, cell: Cell) -> Variant | None:
        """The first variant that holds for `cell`, None for the usual case."""
        return next((v for v in self.variants if v.where.fits(cell)), None)

    def expected(self, cell: Cell) -> Expectation:
        """How a run in `cell` is to end."""
        variant = self.variant(cell)
        return variant.expectation if variant else self.expectation


def split(source: str) -> tuple[str, str]:
    """The header block of `source` ("" if there is none), and the rest."""
    match = BLOCK.search(source)
    if match is None:
        return "", source
    rest = source[: match.start()] + source[match.end() :].lstrip("\n")
    return match.group(), rest


@lru_cache(1024)  # a build asks many times, and the answer hangs on nothing else
def read_header(source: str, path: Path) -> Header:
    """Read and check the header of a program.

    Raises `HeaderError` where the block is damaged, a key is unknown or a
    value cannot be obeyed.
    """
    blocks = list(BLOCK.finditer(source))
    if len(blocks) > 1:
        line = source.count("\n", 0, blocks[1].start()) + 1
        raise HeaderError(f"{path}:{line}: two script headers; keep one")
    if not blocks:
        if stray := OPENING.search(source):
            line = source.count("\n", 0, stray.start()) + 1
            raise HeaderError(
                f"{path}:{line}: a script header that does not close; it begins with"
                " '# /// script', every line begins with '# ', and it ends with '# ///'"
            )
        return Header()
    content = "".join(
        line[2:] if line.startswith("# ") else line[1:]
        for line in blocks[0]["content"].splitlines(keepends=True)
    )
    first = source.count("\n", 0, blocks[0].start()) + 1
    try:
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        # its line is that of the text in the block, which begins one line further down
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        line = first + int(found[1]) if found else first
        words = str(error)[: found.start()] if found else str(error)
        raise HeaderError(f"{path}:{line}: the script header is not TOML: {words}") from None
    return _Reader(path, first, content).header(data)


class _Reader:
    """Turns the header's TOML into a `Header`, naming file and line in each error."""

    def __init__(self, path: Path, first: int, content: str) -> None:
        self.path = path
        self.first = first
        self.lines = content.splitlines()
        self.table = ""

    def fail(self, key: str, message: str) -> HeaderError:
        """The error about `key` of the table that is being read."""
        return HeaderError(f"{self.path}:{self.line(key)}: {message}")

    def line(self, key: str) -> int:
        """The line of the file on which `key` stands; "" is the table itself."""
        lines = [line.strip() for line in self.lines]
        start = lines.index(f"[{self.table}]") if f"[{self.table}]" in lines else -1
        named = re.compile(rf"\[?(?:.*\.)?[\"']?{re.escape(key)}\b")
        for number in range(start + 1, len(lines)):
            if key and named.match(lines[number]):
                return self.first + 1 + number
        return self.first + 1 + start

    def header(self, data: dict[str, Any]) -> Header:
        self.known(data, ("requires-python", "dependencies", "tool"), "")
        table = data.get("tool", {}).get("sample", {})
        self.table = "tool.sample"
        self.known(
            table,
            (
                *("expect", "error", "signal", "limit"),
                *("start-methods", "gil", "systems", "guard", "variants"),
            ),
            "tool.sample.",
        )
        usual = self.expectation(table, "tool.sample.", Expectation())
        return Header(
            requires=Condition(
                python=self.specifier(data, "requires-python"),
                gil=self.boolean(table, "gil"),
                systems=self.names(table, "systems", SYSTEMS),
            ),
            dependencies=self.names(data, "dependencies", None),
            expectation=usual,
            variants=tuple(
                self.variant(name, entry, usual)
                for name, entry in table.get("variants", {}).items()
            ),
            guard=self.boolean(table, "guard") is not False,
            start_methods=self.names(table, "start-methods", START_METHODS),
        )

    def variant(self, name: str, table: dict[str, Any], usual: Expectation) -> Variant:
        where = f"tool.sample.variants.{name}."
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise self.fail(name, f"variant name {name!r}; use lower-case letters, digits and '_'")
        self.table = where[:-1]
        self.known(
            table,
            ("python", "gil", "start-method", "system", "expect", "error", "signal", "limit"),
            where,
        )
        condition = Condition(
            python=self.specifier(table, "python"),
            gil=self.boolean(table, "gil"),
            start_methods=self.names(table, "start-method", START_METHODS),
            systems=self.names(table, "system", SYSTEMS),
        )
        if condition == Condition():
            raise self.fail(
                "",
                f"{where[:-1]} holds everywhere; name its cells by python, gil,"
                " start-method or system",
            )
        return Variant(name, condition, self.expectation(table, where, usual))

    def expectation(self, table: dict[str, Any], where: str, usual: Expectation) -> Expectation:
        outcome = self.choice(table, "expect", OUTCOMES, where, usual.outcome)
        same = outcome == usual.outcome
        error = self.text(table, "error", usual.error if same else "")
        name = self.text(table, "signal", usual.signal if same else "")
        limit = table.get("limit", usual.limit if same and "expect" not in table else None)
        limit = LIMIT[outcome] if limit is None else limit
        if (outcome == "error") != bool(error):
            raise self.fail(
                "error" if error else "expect",
                f'{where}expect = "error" and {where}error = "Type: message" go together',
            )
        if (outcome == "killed") != bool(name):
            raise self.fail(
                "signal" if name else "expect",
                f'{where}expect = "killed" and {where}signal = "SIG..." go together',
            )
        if name:
            self.choice({"signal": name}, "signal", SIGNALS, where, "")
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit <= 600:
            raise self.fail(
                "limit", f"{where}limit is {limit!r}; give seconds, above 0 and up to 600"
            )
        return Expectation(outcome, error, name, float(limit))

    def known(self, table: object, keys: tuple[str, ...], where: str) -> None:
        if not isinstance(table, dict):
            raise self.fail("", f"{where[:-1]} is not a table")
        for key in table:
            if key not in keys:
                raise self.fail(key, f"unknown key {where}{key}{nearest(key, keys)}")

    def choice(
        self, table: dict[str, Any], key: str, known: tuple[str, ...], where: str, default: str
    ) -> str:
        value = table.get(key, default)
        if value not in known and value != default:
            raise self.fail(key, f"{where}{key} is {value!r}{nearest(str(value), known)}")
        return str(value)

    def text(self, table: dict[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.fail(key, f"{key} is {value!r}; give text in quotes")
        return value

    def boolean(self, table: dict[str, Any], key: str) -> bool | None:
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.fail(key, f"{key} is {value!r}; give true or false")
        return value

    def names(
        self, table: dict[str, Any], key: str, known: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        value = table.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.fail(key, f"{key} is {value!r}; give a list of names")
        for item in items:
            if known is not None and item not in known:
                raise self.fail(key, f"{key} names {item!r}{nearest(item, known)}")
        return tuple(items)

    def specifier(self, table: dict[str, Any], key: str) -> str:
        value = self.text(table, key, "")
        try:
            SpecifierSet(value)
        except InvalidSpecifier:
            raise self.fail(key, f'{key} is {value!r}; write it as ">=3.14" or "<3.13"') from None
        return value


def nearest(name: str, known: tuple[str, ...] | list[str]) -> str:
    """The end of a message: the known names nearest to `name`, or all of a few."""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if not close and len(known) <= 8:
        close = list(known)
    return f"; did you mean {', '.join(close)}?" if close else ""


def version_words(specifier: str) -> str:
    """A version specifier in words: ">=3.14" is "3.14 and later".

    A specifier of a shape that no article uses is given back as it is.
    """
    if match := re.fullmatch(r">=\s*(\d+\.\d+(?:\.\d+)?)", specifier):
        return f"{match[1]} and later"
    if match := re.fullmatch(r">=\s*(\d+\.\d+\.\d+)\s*,\s*!=\s*(\d+\.\d+\.\d+)", specifier):
        return f"{match[1]} and later (not {match[2]})"
    if match := re.fullmatch(r"<\s*3\.(\d+)", specifier):
        return f"3.{int(match[1]) - 1} and older"
    if match := re.fullmatch(r"<\s*(3\.\d+\.\d+)", specifier):
        return f"releases before {match[1]}"
    if match := re.fullmatch(r"==\s*(\d+\.\d+)\.\*", specifier):
        return match[1]
    if match := re.fullmatch(r">=\s*3\.(\d+)\s*,\s*<\s*3\.(\d+)", specifier):
        first, last = int(match[1]), int(match[2]) - 1
        return f"3.{first}" if first == last else f"3.{first} to 3.{last}"
    return specifier
