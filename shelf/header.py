"""What a program says about itself: its inline script header.

The header is the standard one (PEP 723, "Inline script metadata").  Our own
keys stand in its ``[tool.sample]`` table and say only what departs from the
usual case, which is: runs on every supported Python, exits 0, prints its
transcript.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from shelf.conditions import (
    LIMIT,
    OUTCOMES,
    SIGNALS,
    START_METHODS,
    SYSTEMS,
    Case,
    Cell,
    Condition,
    Expectation,
)
from shelf.deeds import SPARABLE
from shelf.table import HeaderError, Table

BLOCK = re.compile(r"(?m)^# /// script[ \t]*\n(?P<content>(?:#(?:| .*)\n)*?)# ///[ \t]*(?:\n|\Z)")
OPENING = re.compile(r"(?m)^#\s*///.*$")


@dataclass(frozen=True)
class Grow:
    """Where a program's items and workers are, for whoever wants more or fewer of them.

    ``items`` and ``workers`` name a variable of the file or of `main` ("" where
    it is found by itself), ``invariant`` is a regular expression that what the
    program prints still matches.
    """

    items: str = ""
    workers: str = ""
    invariant: str = ""


@dataclass(frozen=True)
class Shown:
    """A mechanism that a program shows: what it is for, and the statement that does it.

    ``without`` is the line of that statement, to the letter: taken away, and
    only that, the program does something else.
    """

    says: str
    without: str


@dataclass(frozen=True)
class Header:
    """A header, checked; the defaults are the usual case."""

    requires: Condition = field(default_factory=Condition)
    dependencies: tuple[str, ...] = ()
    expectation: Expectation = field(default_factory=Expectation)
    variants: tuple[Case, ...] = ()
    guard: bool = True
    start_methods: tuple[str, ...] = ()
    #: What a demonstration arranges so that a fact shows on every run; "" in a
    #: program for use.  `use` is the stem of the program to start work from.
    arranged: str = ""
    use: str = ""
    #: How the use drill makes it larger and smaller, and what it is spared, with the reason.
    grow: Grow = field(default_factory=Grow)
    spared: tuple[tuple[str, str], ...] = ()
    shows: tuple[Shown, ...] = ()
    #: The stage that stands beside the program when it runs: what is on the other
    #: side of its connections, and the files that it is pointed at.
    stage: str = ""

    @property
    def cases(self) -> tuple[Case, ...]:
        """The usual case, and each variant."""
        return Case("", self.requires, self.expectation), *self.variants

    def case(self, cell: Cell) -> Case:
        """The first variant that holds for `cell`, else the usual case."""
        usual, *variants = self.cases
        return next((one for one in variants if one.where.fits(cell)), usual)


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
        raise HeaderError("two script headers", where=f"{path}:{line}", cure="keep one")
    if not blocks:
        if stray := OPENING.search(source):
            line = source.count("\n", 0, stray.start()) + 1
            raise HeaderError(
                "a script header that does not close",
                where=f"{path}:{line}",
                cure="it begins with '# /// script', every line begins with '# ',"
                " and it ends with '# ///'",
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
        raise HeaderError(
            f"the script header is not TOML: {words}", where=f"{path}:{line}"
        ) from None
    return _Reader(path, first, content).header(data)


class _Reader(Table):
    """Turns the header's TOML into a `Header`."""

    def header(self, data: dict[str, Any]) -> Header:
        self.known(data, ("requires-python", "dependencies", "tool"), "")
        python = self.specifier(data, "requires-python")
        dependencies = self.names(data, "dependencies", None)
        table = self.inner(self.inner(data, "tool", ""), "sample", "tool.")
        self.table = "tool.sample"
        self.known(
            table,
            (
                *("expect", "error", "signal", "limit"),
                *("start-methods", "gil", "systems", "guard", "variants"),
                *("arranged", "use", "grow", "spared", "stage", "status", "shows"),
            ),
            "tool.sample.",
        )
        usual = self.expectation(table, "tool.sample.", Expectation())
        arranged, use = self.text(table, "arranged", ""), self.text(table, "use", "")
        if bool(arranged) != bool(use):
            raise self.fail(
                "arranged" if arranged else "use",
                'a demonstration says both: arranged = "two barriers arrange the order",'
                ' and use = "threads/program_for_use"',
            )
        # before the tables in it: each key is looked for in the table that is being read
        header = Header(
            requires=Condition(
                python=python,
                gil=self.boolean(table, "gil"),
                systems=self.names(table, "systems", SYSTEMS),
            ),
            dependencies=dependencies,
            expectation=usual,
            guard=self.boolean(table, "guard") is not False,
            start_methods=self.names(table, "start-methods", START_METHODS),
            arranged=arranged,
            use=use,
            shows=self.shows(table.get("shows", [])),
            stage=self.text(table, "stage", ""),
        )
        grow, spared, variants = (
            self.inner(table, key, "tool.sample.") for key in ("grow", "spared", "variants")
        )
        return replace(
            header,
            grow=self.grow(grow),
            spared=self.spared(spared),
            variants=tuple(self.variant(*one, usual) for one in variants.items()),
        )

    def shows(self, entries: Any) -> tuple[Shown, ...]:
        found = []
        for entry in entries if isinstance(entries, list) else [entries]:
            self.known(entry, ("says", "without"), "tool.sample.shows.")
            shown = Shown(self.text(entry, "says", ""), self.text(entry, "without", ""))
            if not (shown.says.strip() and shown.without.strip()):
                raise self.fail(
                    "shows",
                    "shows has an entry that is not whole; write below [[tool.sample.shows]]"
                    ' says = "the lock keeps it whole" and without = "with lock:"',
                )
            found.append(shown)
        return tuple(found)

    def grow(self, table: dict[str, Any]) -> Grow:
        self.table = "tool.sample.grow"
        self.known(table, ("items", "workers", "invariant"), "tool.sample.grow.")
        grow = Grow(*(self.text(table, key, "") for key in ("items", "workers", "invariant")))
        try:
            re.compile(grow.invariant)
        except re.error as error:
            raise self.fail("invariant", f"invariant is no regular expression: {error}") from None
        return grow

    def spared(self, table: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        self.table = "tool.sample.spared"
        self.known(table, SPARABLE, "tool.sample.spared.")
        for key in table:
            if not self.text(table, key, "").strip():
                raise self.fail(key, f"spared.{key} gives no reason; write it in quotes")
        return tuple(table.items())

    def variant(self, name: str, table: dict[str, Any], usual: Expectation) -> Case:
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
        return Case(name, condition, self.expectation(table, where, usual))

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
        status = table.get("status", usual.status if same else 0)
        if isinstance(status, bool) or not isinstance(status, int) or not 0 <= status <= 255:
            raise self.fail("status", f"{where}status is {status!r}; give a number up to 255")
        if status and outcome != "ok":
            raise self.fail(
                "status", f'{where}status is that of a program that ends well; see "expect"'
            )
        return Expectation(outcome, error, name, float(limit), status)
