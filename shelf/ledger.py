"""Cells of many runs in one file: read, merged, and which of them still count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import Version

from shelf.sample import Sample, digest
from shelf.seal import seal_of
from shelf.wrong import Wrong

PASSED = "passed"
FAILED = "failed"
NOT_RUN = "not run"
#: What helps where the file cannot be read.
AGAIN = "remove it, then make matrix"
Matrix = dict[str, Any]


def state(words: str) -> str:
    """Which of the three a cell says; what stands behind the colon is the reason."""
    return words.partition(":")[0]


class MatrixError(Wrong):
    """A matrix file that cannot be read."""


def read(path: Path) -> Matrix:
    """The matrix at `path`; one without runs where there is no file."""
    try:
        matrix = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"schema": 1, "runs": [], "news": []}
    except ValueError as error:
        raise MatrixError(f"not JSON ({error})", where=path, cure=AGAIN) from None
    if not isinstance(matrix, dict) or matrix.get("schema") != 1:
        raise MatrixError("not a matrix of schema 1", where=path, cure=AGAIN)
    return matrix


def write(matrix: Matrix, path: Path) -> None:
    """Write `matrix` in a form in which a change of one cell is a change of one line.

    An entry that has a seal keeps it, so that one which was changed by hand stays torn.
    """
    lines = ["{", '  "schema": 1,', '  "runs": [']
    for run in sorted(matrix["runs"], key=_key):
        facts = json.dumps({name: run[name] for name in run if name != "programs"})
        programs = [
            f"        {json.dumps(stem)}: {json.dumps({'seal': _seal(run, stem, entry), **entry})}"
            for stem, entry in sorted(run["programs"].items())
        ]
        lines += [f'    {facts[:-1]}, "programs": {{', *_commas(programs), "      }},"]
    lines[-1] = lines[-1].removesuffix(",")
    lines += ["  ],", '  "news": [']
    news = [{"seal": seal_of(["news"], item), **item} for item in matrix["news"]]
    lines += _commas([f"    {json.dumps(item)}" for item in news])
    beside = path.with_name(f"{path.name}.part")  # who reads meanwhile finds the file whole
    beside.write_text("\n".join([*lines, "  ]", "}", ""]), encoding="utf-8", newline="\n")
    beside.replace(path)


def _seal(run: Matrix, stem: str, entry: Matrix) -> str:
    return seal_of([run["python"], run.get("version", ""), run["system"], stem], entry)


def torn(matrix: Matrix) -> list[tuple[str, str]]:
    """The entries and the news that are not as they were written: Python and program of each."""
    entries = [
        (run["python"], stem)
        for run in matrix["runs"]
        for stem, entry in run["programs"].items()
        if entry.get("seal") != _seal(run, stem, entry)
    ]
    return entries + [
        (item["python"], item["program"])
        for item in matrix["news"]
        if item.get("seal") != seal_of(["news"], item)
    ]


def _commas(items: list[str]) -> list[str]:
    return [f"{item}," for item in items[:-1]] + items[-1:]


def _key(run: Matrix) -> tuple[str, Version, bool]:
    tag = run["python"]
    return run["system"], Version(tag.removesuffix("t")), tag.endswith("t")


def merge(matrices: Iterable[Matrix]) -> Matrix:
    """One matrix of several machines' cells; a later one's cells replace an earlier one's.

    A run of the same Python and system replaces the other whole if their
    versions differ, since a matrix shows one version of each.  Where only the
    date is new the old entry stays, so that repeating makes no difference.
    """
    runs: dict[tuple[str, str], Matrix] = {}
    news: list[Matrix] = []
    for matrix in matrices:
        news = matrix["news"] or news
        for run in matrix["runs"]:
            key = run["system"], run["python"]
            old = runs.get(key)
            if old is not None and not run["programs"]:
                continue  # it was there, and nothing had to be run
            if old is None or old["version"] != run["version"]:
                runs[key] = {**run, "programs": dict(run["programs"])}
                continue
            for stem, entry in run["programs"].items():
                was = old["programs"].get(stem)
                cells, date = entry["cells"], entry["date"]
                if was is not None and was["digest"] == entry["digest"]:
                    if not was["cells"].keys() <= cells.keys():
                        date = was["date"]  # of the oldest cell that is kept
                    cells = {**was["cells"], **cells}
                    if was["cells"] == cells:
                        continue
                both = {**entry, "date": date, "cells": dict(sorted(cells.items()))}
                both.pop("seal", None)
                old["programs"][stem] = both
            old.update({name: run[name] for name in run if name != "programs"})
    return {"schema": 1, "runs": sorted(runs.values(), key=_key), "news": news}


def brief(words: str) -> str:
    """The first line of what a cell came to, without what was seen."""
    return words.partition("\n")[0]


def changes(old: Matrix, new: Matrix) -> list[Matrix]:
    """The cells that turned between two matrices, as news items.

    A cell that had not been run before is no news, unless it failed at once.
    """
    before = {cell[:4]: cell[4] for cell in cells(old)}
    found = []
    for stem, system, python, method, words, date in cells(new):
        was = before.get((stem, system, python, method))
        turned = was is not None and state(was) != state(words)
        if turned or (was is None and state(words) == FAILED):
            found.append(
                {
                    "program": stem,
                    "python": python,
                    "system": system,
                    "start_method": method,
                    "was": brief(was or NOT_RUN),
                    "is": brief(words),
                    "date": date,
                }
            )
    return found


def cells(matrix: Matrix) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Each cell: program, system, Python, start method, what it came to, date."""
    for run in matrix["runs"]:
        for stem, entry in run["programs"].items():
            for method, words in entry["cells"].items():
                yield stem, run["system"], run["python"], method, words, entry["date"]


def current(matrix: Matrix, known: dict[str, Sample]) -> Matrix:
    """`matrix` less the cells of programs that are gone or have changed since."""
    sums = {stem: digest(sample) for stem, sample in known.items()}
    return {
        **matrix,
        "runs": [
            {
                **run,
                "programs": {
                    stem: entry
                    for stem, entry in run["programs"].items()
                    if sums.get(stem) == entry["digest"]
                },
            }
            for run in matrix["runs"]
        ],
    }


def update(path: Path, fresh: list[Matrix], known: dict[str, Sample]) -> Matrix:
    """Merge fresh cells into the file at `path` and return what stands there now."""
    old = read(path)
    new = current(merge([old, *fresh]), known)
    new["news"] = changes(old, new) or old["news"]
    write(new, path)
    return new
