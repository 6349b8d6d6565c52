"""An edit that turns a sentence over needs a new look, and no other edit does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from shelf.fault import Fault
from tests.checks.pages.turned import sentences_are_not_turned, without_git

PAGE = "docs/threads/page.md"
TEXT = """# Page

The handlers run, the last one first.
A worker that is killed loses what it had.
[Its end](#the-end) has a section, and see [[threads/tally]].

```sample
threads/tally
```

## The end

It takes [[threads/tally_timing.count | 1..8 ms]].

## The rest

A pool ends when its block does.
"""


def git(root: Path, *words: str) -> None:
    """Do one thing in a repository of its own."""
    by = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false")
    given = {"cwd": root, "env": without_git(), "check": True, "timeout": 60}
    subprocess.run(["git", *by, *words], capture_output=True, **given)


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Fault]]:
    """What is said of an edit of the page, after a commit; `more` are other files."""
    monkeypatch.delenv("GITHUB_EVENT_NAME", raising=False)
    page = tmp_path / PAGE
    page.parent.mkdir(parents=True)
    page.write_text(TEXT)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "docs")
    git(tmp_path, "commit", "-qm", "as it was")

    def edit(old: str, new: str, **more: str) -> list[Fault]:
        assert old in TEXT
        page.write_text(TEXT.replace(old, new))
        for name, text in more.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            git(tmp_path, "add", name)
        return sentences_are_not_turned(tmp_path)

    return edit


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("the last one first", "the first one last", "the order of its words"),
        ("the last one first", "the first one first", "'first'"),
        ("loses", "keeps", "'keeps'"),
        ("A worker", "A parent", "'parent'"),
        ("1..8 ms", "1..20 ms", "'[[threads/tally_timing.count | 1..20 ms]]'"),
        ("#the-end", "#the-rest", "another place"),
    ],
)
def test_a_turn_is_seen(edited: Callable[..., list[Fault]], old: str, new: str, words: str) -> None:
    """The line is named, and the words by which it says another thing."""
    (fault,) = edited(old, new)

    at = TEXT.split("\n").index(next(line for line in TEXT.split("\n") if old in line)) + 1
    assert fault.where == f"{PAGE}:{at}"
    assert fault.what.startswith(f"says another thing by {words},")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("had.", "had"),
        ("A worker that is killed", "A killed worker"),
        ("loses what it had", "takes along what nobody has saved, and says nothing of it"),
        ("1..8 ms", "2..6 ms"),
        ("when its block does", "when its block does, as [[threads/other]] shows"),
        ("## The rest", "## The last rest"),
        ("A pool ends when its block does.", ""),
        ("#the-end", "#the-end-of-all"),
    ],
)
def test_another_edit_is_none(edited: Callable[..., list[Fault]], old: str, new: str) -> None:
    """Of style, of other words, of narrower bounds; and what names the program that shows it."""
    assert edited(old, new) == []


@pytest.mark.parametrize(
    "more",
    [
        {
            "tests/ledger/threads/page.toml": "[[claim]]\nprogram = 'threads/tally'\n"
            "says = 'A worker that is killed keeps what it had.'\n"
        },
        {"snippets/threads/tally.txt": "$ python tally.py\nkept\n"},
    ],
)
def test_a_new_look_is_left_behind(
    edited: Callable[..., list[Fault]], more: dict[str, str]
) -> None:
    """By an entry for the very sentence, or by a program of the page that ran anew."""
    assert edited("loses", "keeps", **more) == []
    assert edited("loses", "keeps", **{"snippets/threads/other.txt": "2\n"} | more) == []


def test_a_pull_request_is_held_to_its_base(
    edited: Callable[..., list[Fault]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed is seen there, and is what git has everywhere else."""
    assert edited("loses", "keeps")

    git(tmp_path, "commit", "-qam", "turned")

    assert sentences_are_not_turned(tmp_path) == []
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    assert sentences_are_not_turned(tmp_path)


def test_where_there_is_no_git_nothing_is_compared(tmp_path: Path) -> None:
    """A copy without its history is built all the same."""
    (tmp_path / "docs").mkdir()

    assert sentences_are_not_turned(tmp_path) == []
