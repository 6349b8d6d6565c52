"""What was turned over or taken away since somebody looked is seen, and other edits pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shelf.fault import Fault
from tests.checks.pages.kept import NAME, sentences_say_what_they_said
from tests.checks.programs.weakened import nothing_is_less_than_it_was
from tests.chores.keep import record

PAGE, PROGRAM = "docs/threads/page.md", "snippets/threads/tally.py"
TEXT = """# Page

The handlers run, the last one first.
[Its end](#the-end) has a section, and see [[threads/tally]].

| asked | on Linux | on Windows |
| --- | --- | --- |
| it sees globals you changed | no | yes |
| `Queue` | yes | yes |

## The end

It takes [[threads/tally_timing.count | 2..8 ms]] to count a vote.

## The rest

A pool ends when its block does.
Who names no number in the call of `Pool` gets as many as there are CPUs.

- [Its end](#the-end), since it has to come.
- [The rest](#the-rest), for whoever has time.
"""
CODE = '''"""Two threads deposit."""

from threading import Lock, Thread


def main() -> None:
    lock = Lock()
    thread = Thread(target=print, args=("one",))
    thread.start()
    with lock:
        print("two")
    thread.join(timeout=5)


if __name__ == "__main__":
    main()
'''
Edit = Callable[..., list[Fault]]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """What is said of an edit after a look; `more` are other files."""
    for name, text in ((PAGE, TEXT), (PROGRAM, CODE), (NAME, "")):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / NAME).write_text(json.dumps(record(tmp_path)))

    def edit(file: str, old: str, new: str, **more: str) -> list[Fault]:
        text = (tmp_path / file).read_text()
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new))
        for name, content in more.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
        return [*sentences_say_what_they_said(tmp_path), *nothing_is_less_than_it_was(tmp_path)]

    return edit


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("the last one first", "the first one last", 3),
        ("changed | no | yes", "changed | yes | no", 8),
        ("`Queue` | yes | yes", "`Queue` | yes | no", 9),
        ("2..8 ms", "1..8 ms", 13),
        ("ends when its block does", "ends before its block does", 17),
        ("[Its end](#the-end) has", "[Its end](#the-rest) has", 4),
        ("`Pool`", "`ThreadPool`", 18),
        ("since it has to come", "for whoever has time", 20),
    ],
)
def test_a_line_that_was_turned_over_is_seen(edited: Edit, old: str, new: str, line: int) -> None:
    """At its place, and nothing else."""
    assert [fault.where for fault in edited(PAGE, old, new)] == [f"{PAGE}:{line}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The handlers run, the last one first.", "Each handler of the list runs in its turn."),
        ("2..8 ms", "3..7 ms"),
        ("The handlers run", "It is the handlers that run"),
        ("| `Queue` | yes | yes |\n", ""),
        ("A pool ends", "And then: a pool ends"),
        ("## The rest", "## Another"),
        ("[Its end](#the-end) has", "[Its end](#nowhere) has"),
        ("since it has to come", "which comes at last"),
    ],
)
def test_other_edits_of_a_page_pass(edited: Edit, old: str, new: str) -> None:
    """Words of another sense, narrower bounds, and what is gone."""
    assert edited(PAGE, old, new) == []


def test_an_entry_or_a_run_answers_for_it(edited: Edit) -> None:
    """An entry of the very sentence does, and a program of the page that ran anew."""
    says = "A pool ends before its block does."
    entry = {"tests/ledger/threads/page.toml": f'[[claim]]\nsays = "{says}"\nprogram = "a/b"\n'}
    ran = {"snippets/threads/tally.txt": "$ python tally.py\none\ntwo\n"}

    assert edited(PAGE, "ends when its", "ends before its", **entry) == []
    assert edited(PAGE, "the last one first", "the first one last", **ran) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    with lock:\n        print", "    print", "it lost with since"),
        ("timeout=5", "timeout=5_000", "timeout=5 became timeout=5000 since"),
        ("timeout=5", "", "it lost timeout=5 since"),
        ("    thread.join(timeout=5)\n", "", "it lost join(), timeout=5 since"),
        ('args=("one",)', 'args=("one",), daemon=True', "it got daemon=True since"),
    ],
)
def test_what_was_taken_away_is_seen(edited: Edit, old: str, new: str, words: str) -> None:
    """By its name, where something else has it still."""
    (fault,) = edited(PROGRAM, old, new)

    assert fault.where == f"{PROGRAM}:1"
    assert fault.what.startswith(words.partition(" ")[0] + " ")
    assert "since it was looked at" in fault.what


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("timeout=5", "timeout=7"),
        ("    with lock:", "    print(lock)\n    with lock:"),
        ('"""Two threads deposit."""', '"""A thread deposits."""'),
    ],
)
def test_another_program_passes(edited: Edit, old: str, new: str) -> None:
    """It did not only lose something."""
    assert edited(PROGRAM, old, new) == []
