"""What a fault of the drill is, and the ways to plant one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shelf import Sample
from shelf.ledger import write
from shelf.matrix import NAME, recorded
from shelf.sample import digest
from tests.checks.git import without_git
from tests.checks.pages.kept import NAME as NAME_OF_KEPT
from tests.chores.keep import record
from tests.drill.look import Look

Plant = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """One fault: its name, how it is planted, the check that sees it, and words of its message."""

    name: str
    plant: Plant
    look: Look
    says: tuple[str, ...]


def edit(file: str, old: str, new: str) -> Plant:
    """Put `new` in place of the first `old`, which has to be there."""

    def plant(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}, so nothing would be planted"
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def add(file: str, text: str) -> Plant:
    """Write `text` at the end of a file, which may be new."""

    def plant(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        with (root / file).open("a", encoding="utf-8") as out:
            out.write(text)

    return plant


def copy(source: str, target: str) -> Plant:
    """Copy a file over another, or to a new one."""

    def plant(root: Path) -> None:
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / source, root / target)

    return plant


def rename(source: str, target: str) -> Plant:
    """Give a file another name."""

    def plant(root: Path) -> None:
        (root / source).rename(root / target)

    return plant


def remove(file: str) -> Plant:
    """Take a file away."""

    def plant(root: Path) -> None:
        (root / file).unlink()

    return plant


def say_it_ran(stem: str) -> Plant:
    """Have the matrix say that it ran a program as it is now."""

    def plant(root: Path) -> None:
        matrix = recorded(root)
        for run in matrix["runs"]:
            run["programs"][stem]["digest"] = digest(Sample(root, stem))
        write(matrix, root / NAME)

    return plant


def hook(code: str) -> Plant:
    """Spoil what the generator makes of a page, whatever the theme did: a hook of mkdocs."""

    def plant(root: Path) -> None:
        (root / "spoil.py").write_text("import pathlib, re\n" + code, encoding="utf-8")
        with (root / "mkdocs.yml").open("a", encoding="utf-8") as out:
            out.write("\nhooks: [spoil.py]\n")

    return plant


def after_a_commit(plant: Plant) -> Plant:
    """A fault that is seen beside what git has."""

    def planted(root: Path) -> None:
        by = (
            "-c",
            "user.name=drill",
            "-c",
            "user.email=drill@localhost",
            "-c",
            "commit.gpgsign=false",
        )
        quick = {"cwd": root, "check": True, "timeout": 60, "env": without_git()}
        for words in (["init", "-q"], ["add", "docs", "snippets"], ["commit", "-qm", "as it was"]):
            subprocess.run(["git", *by, *words], **quick)
        plant(root)

    return planted


def after_a_look(plant: Plant) -> Plant:
    """A fault that was committed long ago, after somebody had looked at what stood there."""

    def planted(root: Path) -> None:
        (root / NAME_OF_KEPT).write_text(json.dumps(record(root)), encoding="utf-8")
        plant(root)

    return planted


def both(*plants: Plant) -> Plant:
    """One fault that takes two edits."""

    def plant(root: Path) -> None:
        for each in plants:
            each(root)

    return plant
