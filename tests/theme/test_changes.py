"""The page for readers tells what git and the runs know of, and says what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.made import convert, lay_out, said
from theme.book.history import Change
from theme.book.library import Book
from theme.registers.changes import entry, page


def git(root: Path, *words: str) -> None:
    """Do something in the repository at `root`, on a day that is always the same."""
    who = ["-c", "user.name=drill", "-c", "user.email=drill@example.org"]
    day = {"GIT_COMMITTER_DATE": "2026-11-22T12:00:00+0000"}
    subprocess.run(
        ["git", *who, "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", *words],
        cwd=root,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(root), **day},
        check=True,
        capture_output=True,
        timeout=60,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with a page and five programs, and three commits."""
    root = tmp_path / "checkout"
    root.mkdir()
    lay_out(root)
    (root / "notes").write_text("1")
    git(root, "init", "--quiet", "--initial-branch=main")
    for message, file, text in (
        ("Show all programs", "notes", "2"),
        ("Print another *number*", "snippets/threads/whole.txt", "$ python whole.py\n2\n"),
        ("Tidy the notes", "notes", "3"),
    ):
        (root / file).write_text(text)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", message)
    return root


def entries(root: Path) -> list[str]:
    """The items of each day, as a reader sees them."""
    soup = convert(root, page(Book(root)))
    lists = [h2.find_next_sibling("ul") for h2 in soup.find_all("h2", string="2026-11-22")]
    return [said(item) for one in lists for item in one.find_all("li", recursive=False)]


def test_a_change_names_its_pages_and_programs(checkout: Path) -> None:
    """Newest first, with what is new and what prints otherwise; others are left out."""
    newest, first = entries(checkout)

    assert newest == "Print another *number*: whole (prints otherwise)."
    assert first.startswith("Show all programs: Page (new); chooses_by_itself (new), ")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"whole.py": "A", "whole.txt": "A"}, "[[threads/whole]] (new)"),
        ({"whole.py": "M"}, "[[threads/whole]] (changed)"),
        ({"whole.txt": "M"}, "[[threads/whole]] (prints otherwise)"),
        ({"whole.py": "M", "whole.older.txt": "M"}, "[[threads/whole]] (prints otherwise)"),
        ({"whole.py": "M", "whole.older.txt": "A"}, "[[threads/whole]] (changed)"),
        ({"whole.trace.json": "M", "data/whole.txt": "M", "unshown.py": "A"}, ""),
        (
            {"whole.py": "M", "fails.txt": "M"},
            "[[threads/whole]] (changed) and [[threads/fails]] (prints otherwise)",
        ),
    ],
)
def test_what_became_of_a_program_is_told(
    checkout: Path, files: dict[str, str], words: str
) -> None:
    """By its own files alone; what no page shows is left out."""
    there = tuple((f"snippets/threads/{name}", state) for name, state in files.items())
    told = entry(Book(checkout), Change("2026-11-22", "Do it", (*there, ("tests/whole.py", "M"))))

    assert told == (f"- **Do it:** {words}." if words else "")


def test_it_says_the_same_each_time(checkout: Path) -> None:
    """It is drawn from commits and the record, and from nothing else."""
    clone = shutil.copytree(checkout, checkout.parent / "clone")

    assert page(Book(checkout)) == page(Book(clone))


def test_what_turned_in_the_runs_is_told(checkout: Path) -> None:
    """As on the page of every run."""
    assert "- **failed**, before passed: 1 cell of 1 program" in page(Book(checkout))


def test_a_shallow_clone_says_so(checkout: Path, tmp_path: Path) -> None:
    """It tells of the commits that it has."""
    git(checkout, "clone", "--quiet", "--depth=2", checkout.as_uri(), str(tmp_path / "shallow"))
    text = page(Book(tmp_path / "shallow"))

    assert "## Earlier\n\nThis copy of the site was built with the newest part" in text
    assert "Print another" in text


def test_without_a_history_it_says_so(checkout: Path) -> None:
    """No repository around the checkout answers in its place."""
    inner = checkout / "docs"
    shutil.copytree(checkout, inner / "copy", ignore=shutil.ignore_patterns(".git", "docs"))
    shutil.copytree(inner, inner / "copy" / "docs", ignore=shutil.ignore_patterns("copy"))
    text = page(Book(inner / "copy"))

    assert "## Earlier\n\nThis copy of the site was built without the project's history." in text
    assert "## 2026" not in text


def test_without_git_it_says_so(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is there all the same."""
    monkeypatch.setenv("PATH", str(checkout))

    assert "built without the project's history" in page(Book(checkout))
