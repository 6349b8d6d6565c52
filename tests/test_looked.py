"""A line that is new on a page is told until somebody says that it was tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks.pages.looked import new_lines_on_calls_are_answered_for, new_lines_were_looked_at
from tests.chores.keep import record

PAGE, LEDGER = "docs/threads/page.md", "tests/ledger/threads/page.toml"
TEXT = """---
description: what is new
---

# Page

The handlers run, the last one first.
See the guide for it.
A worker that is killed loses what it had.
It is so since `sys.version_info >= (3, 14)`, and takes [[threads/tally_timing.count | 2..8 ms]].

```timeline
threads/tally
caption: two threads count, and only one waits
overlap: vote 1, vote 2
```
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with a page that somebody looked at."""
    (tmp_path / PAGE).parent.mkdir(parents=True)
    (tmp_path / PAGE).write_text(TEXT)
    look(tmp_path)
    return tmp_path


def look(root: Path) -> None:
    """Say that somebody looked."""
    (root / "tests").mkdir(exist_ok=True)
    (root / "tests" / "kept.json").write_text(json.dumps(record(root)))


def edit(root: Path, old: str, new: str) -> None:
    """Change the page."""
    text = (root / PAGE).read_text()
    assert text.count(old) == 1
    (root / PAGE).write_text(text.replace(old, new))


def enter(root: Path, says: str) -> None:
    """Answer for a sentence in the ledger."""
    (root / LEDGER).parent.mkdir(parents=True)
    (root / LEDGER).write_text(f"[[claim]]\nsays = '{says}'\nprogram = 'a/b'\n")


def lines_told(root: Path) -> list[str]:
    """Where new lines were not looked at."""
    return [fault.where for fault in new_lines_were_looked_at(root)]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# Page", "# A worker ends", 5),
        ("The handlers run, the last one first.", "Of the handlers nobody knows the order.", 7),
        ("See the guide for it.", "A forked worker hears no signal.", 8),
        ("loses what it had", "hands on what it had to the next one", 9),
        ("It is so since", "The handbook has it since", 10),
        ("two threads count, and only one waits", "both votes are counted at once", 14),
    ],
)
def test_what_is_said_anew_is_told(root: Path, old: str, new: str, line: int) -> None:
    """At its line, whether it stands in place of another or not."""
    edit(root, old, new)

    assert lines_told(root) == [f"{PAGE}:{line}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("that is killed", "taht is killed"),
        ("loses what it had.", "loses, of course, what it had."),
        ("See the guide", "Please see the handbook"),
        ("A worker that is killed loses what it had.\n", ""),
        ("2..8 ms", "3..7 ms"),
        ("what is new", "what a worker does, told anew"),
        # turned over: that is told of elsewhere
        ("(3, 14)", "(3, 13)"),
        ("loses what it had", "keeps what it had"),
    ],
)
def test_other_edits_pass(root: Path, old: str, new: str) -> None:
    """A slip of the pen, words of every day, what is gone, titles, narrower bounds."""
    edit(root, old, new)

    assert lines_told(root) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('lines="3"', 'lines="4"'),
        ("threads/tally\n```\n\n```timeline", "threads/tally_broken\n```\n\n```timeline"),
        ("$ python -X dev tally.py", "$ python tally.py"),
    ],
)
def test_a_figure_that_shows_another_thing_is_told(root: Path, old: str, new: str) -> None:
    """The lines that it lights, the program, what was typed into it."""
    program = root / "snippets/threads/tally.py"
    program.parent.mkdir(parents=True)
    program.write_text('"""Counts."""\n\nprint(1)\nprint(2)\n')
    typed = "```console\n$ python -X dev tally.py\n```\n\n"
    edit(root, "```timeline", f'{typed}```sample lines="3"\nthreads/tally\n```\n\n```timeline')
    look(root)
    edit(root, old, new)
    assert len(lines_told(root)) == 1

    edit(root, new, old)
    assert lines_told(root) == []
    program.write_text('"""Counts."""\n\n\nprint(1)\nprint(2)\n')
    edit(root, 'lines="3"', 'lines="4"')
    assert lines_told(root) == []  # the program is another, and the line has moved


def test_the_lines_of_a_page_are_told_at_once(root: Path) -> None:
    """With the first one, and the numbers of the others."""
    edit(root, "See the guide for it.", "A worker waits.\nA process ends.")

    (fault,) = new_lines_were_looked_at(root)

    assert fault.where == f"{PAGE}:8"
    assert "'A worker waits.', and so are lines 9" in fault.what
    assert "run make keep, and commit tests/kept.json" in fault.cure


def test_a_look_or_an_entry_answers_for_it(root: Path) -> None:
    """The entry of the very sentence; and after a look the next edit is told."""
    says = "A forked worker hears no signal."
    edit(root, "See the guide for it.", says)
    enter(root, says)
    assert lines_told(root) == []

    edit(root, says, "A forked worker waits for a signal.")
    assert lines_told(root) == [f"{PAGE}:8"]
    look(root)
    assert lines_told(root) == []
    edit(root, "waits for a signal", "is ended by a signal")
    assert lines_told(root) == [f"{PAGE}:8"]


def test_a_page_that_is_new_is_not_told_line_by_line(root: Path) -> None:
    """Its first look is that of its review; a checkout without a record is built as well."""
    (root / "docs" / "threads" / "other.md").write_text(TEXT)
    assert lines_told(root) == []

    (root / "tests" / "kept.json").unlink()
    edit(root, "See the guide for it.", "A worker waits.")
    assert lines_told(root) == []


ADVICE = "Call `queue.task_done()` behind the work."


def test_a_new_line_on_a_call_is_answered_for(root: Path) -> None:
    """Nothing answers for it but a program that it names, or the ledger; a look does not."""
    named = f"{ADVICE[:-1]}, as [[threads/tally]] does."

    def found() -> list[str]:
        return [fault.where for fault in new_lines_on_calls_are_answered_for(root)]

    assert found() == []
    edit(root, "See the guide for it.", ADVICE)
    assert found() == [f"{PAGE}:8"]
    assert lines_told(root) == []  # one message is enough
    look(root)
    assert found() == [f"{PAGE}:8"]
    edit(root, ADVICE, named)
    assert found() == []
    assert lines_told(root) == [f"{PAGE}:8"]  # the program may show another thing
    edit(root, named, ADVICE)
    enter(root, ADVICE)
    assert found() == []
    look(root)
    (root / LEDGER).unlink()
    assert found() == []  # somebody answered for it, and it is what it was
