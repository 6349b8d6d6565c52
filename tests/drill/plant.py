"""What a fault of the drill is, the ways to plant one, and the tests that have to see it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recorder import Sample
from recorder.matrix import NAME, digest, recorded, write

Plant = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """One fault: its name, how it is planted, the test that fails, and words of its message."""

    name: str
    plant: Plant
    node: str
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


def both(*plants: Plant) -> Plant:
    """One fault that takes two edits."""

    def plant(root: Path) -> None:
        for each in plants:
            each(root)

    return plant


def runs(name: str) -> str:
    """The test that runs a program."""
    return f"tests/test_snippets.py::test_it_runs_as_it_says[threads/{name}]"


def form(name: str) -> str:
    """The test that reads a program."""
    return f"tests/test_snippets.py::test_it_is_written_for_readers[threads/{name}]"


def shelf(check: str) -> str:
    """A test of snippets/ as a whole."""
    return f"tests/test_snippets.py::test_the_shelf[{check}]"


def pages(check: str) -> str:
    """A test of the pages."""
    return f"tests/test_pages.py::test_pages[{check}]"


def site(check: str) -> str:
    """A test of the built site."""
    return f"tests/test_site.py::test_site[{check}]"


def browser(name: str) -> str:
    """A test that reads the built site in a browser."""
    return f"tests/test_browser.py::test_{name}"


BUILD = "tests/test_site.py::test_the_build_is_silent"
TYPED = "docs/threads/index.md"
