"""What was turned over or taken away since somebody looked is seen, and other edits pass."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from shelf.fault import Fault
from tests.checks.git import without_git
from tests.checks.pages.kept import (
    NAME,
    pages_say_what_they_said,
    what_was_measured_is_what_it_was,
)
from tests.checks.programs.weakened import nothing_is_less_than_it_was
from tests.chores.keep import record

PAGE, PROGRAM = "docs/threads/page.md", "snippets/threads/tally.py"
OTHER = "docs/threads/other.md"
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

A worker that is killed loses what it had, since 3.12.

```timeline
threads/tally
caption: two threads count, and only one waits
overlap: vote 1, vote 2
wait: vote 1, vote 2
```

Never before the end.
It takes [[threads/tally_timing.count | 2..20 ms]] to count a vote on a loaded machine.

A `Condition` has an `RLock` inside.

```chart clock="one"
threads/tally_timing
count: a vote
```

What [the other page](other.md) says.
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


def git(root: Path, *words: str) -> None:
    """Do one thing in a repository of its own."""
    by = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false")
    given = {"cwd": root, "env": without_git(), "check": True, "timeout": 60}
    subprocess.run(["git", *by, *words], capture_output=True, **given)


def look(root: Path) -> None:
    """Put on record what a checkout says and does."""
    (root / NAME).parent.mkdir(exist_ok=True)
    (root / NAME).write_text(json.dumps(record(root)))


def commit(root: Path) -> None:
    """Have git know of a checkout, and no look."""
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "as it was")


def both(root: Path) -> None:
    """As it is after every change: git has it, and somebody looked."""
    look(root)
    commit(root)


@pytest.fixture(params=[look, commit, both])
def edited(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """What is said of an edit of the page; `more` are other files."""
    monkeypatch.delenv("GITHUB_EVENT_NAME", raising=False)
    for name, text in ((PAGE, TEXT), (PROGRAM, CODE), (OTHER, "# Other\n")):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    request.param(tmp_path)

    def edit(file: str, old: str, new: str, **more: str) -> list[Fault]:
        text = (tmp_path / file).read_text()
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new))
        for name, content in more.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
            if (tmp_path / ".git").exists():
                git(tmp_path, "add", name)
        return [*pages_say_what_they_said(tmp_path), *nothing_is_less_than_it_was(tmp_path)]

    return edit


def only_after_a(*ways: Callable[[Path], None]) -> pytest.MarkDecorator:
    """What happens to a page or a program that got there so."""
    return pytest.mark.parametrize("edited", ways, indirect=True)


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
        ("the last one first", "the first one first", 3),
        ("loses", "keeps", 23),
        ("A worker", "A parent", 23),
        ("since 3.12", "since 3.14", 23),
        ("only one waits", "no one waits", 27),
        ("wait: vote 1, vote 2\n", "", 25),
        ("Never before the end", "Always after the end", 32),
        ("of `Pool` gets", "`Pool` of gets", 18),
        ("has an `RLock`", "has a `Lock`", 35),
        ("count: a vote", "count: a thousand votes", 39),
        ("](other.md) says", "](page.md) says", 42),
        ("overlap: vote 1", "take turns: vote 1", 28),
        ("only one waits\noverlap: vote 1, vote 2", "they wait\noverlap: vote 1", 25),
        ("2..8 ms", "2..20 ms", 13),
        ("threads/tally_timing.count | 2..8", "threads/tally_timing.spoil | 2..8", 13),
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
        ("had, since", "had since"),
        ("](other.md) says", "](other.md#a-place) says"),
        ("A worker that is killed", "A killed worker"),
        ("loses what it had", "takes along what nobody has saved, and says nothing of it"),
        ("when its block does", "when its block does, as [[threads/other]] shows"),
        ("A pool ends when its block does.", ""),
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


def test_where_the_sense_is_what_it_was_a_look_is_enough(edited: Edit, tmp_path: Path) -> None:
    """The cure that the message names is one, and another edit is seen after it."""
    (fault,) = edited(PAGE, "the last one first", "the first one last")
    assert "run make keep, and commit tests/kept.json" in fault.cure

    look(tmp_path)

    assert pages_say_what_they_said(tmp_path) == []
    assert edited(PAGE, "the first one last", "the first one first")


def test_a_page_may_have_another_name(edited: Edit, tmp_path: Path) -> None:
    """Its links follow it, and their words stay."""
    (tmp_path / OTHER).rename(tmp_path / "docs/threads/another.md")

    assert edited(PAGE, "](other.md) says", "](another.md) says") == []


@only_after_a(both)
def test_a_commit_is_no_look(edited: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on record is held to it; what is not, on a pull request, to its base."""
    assert edited(PAGE, "loses", "keeps")
    git(tmp_path, "commit", "-qam", "turned")
    assert pages_say_what_they_said(tmp_path)

    (tmp_path / NAME).unlink()

    assert pages_say_what_they_said(tmp_path) == []
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    assert pages_say_what_they_said(tmp_path)


@only_after_a(both)
def test_a_run_before_the_last_commit_shows_no_edit_after_it(edited: Edit, tmp_path: Path) -> None:
    """What ran anew since a look hides nothing of what git has."""
    ran = {"snippets/threads/tally.txt": "$ python tally.py\none\ntwo\n"}
    assert edited(PAGE, "A worker", "A worker", **ran) == []
    git(tmp_path, "commit", "-qam", "ran anew")

    assert edited(PAGE, "loses", "keeps")


def test_where_there_is_nothing_nothing_is_compared(tmp_path: Path) -> None:
    """A copy without history and record is built all the same."""
    (tmp_path / "docs").mkdir()

    assert pages_say_what_they_said(tmp_path) == []


@only_after_a(look)
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    with lock:\n        print", "    print", "it lost with since"),
        ("timeout=5", "timeout=5_000", "timeout=5 became timeout=5000 since"),
        ("timeout=5", "", "it lost timeout=5 since"),
        ("thread.join(", "thread.wait(", "became wait() since"),
        ("Lock, Thread", "Thread, RLock as Lock", "became RLock since"),
        ("    thread.join(timeout=5)\n", "", "it lost join(), timeout=5 since"),
        ('args=("one",)', 'args=("one",), daemon=True', "it got daemon=True since"),
    ],
)
def test_what_was_taken_away_is_seen(edited: Edit, old: str, new: str, words: str) -> None:
    """By its name, where something else has it still."""
    (fault,) = edited(PROGRAM, old, new)

    assert fault.where == f"{PROGRAM}:1"
    assert fault.what.startswith(words.partition(" ")[0] + " ") or words in fault.what
    assert "since it was looked at" in fault.what


@only_after_a(look)
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


@only_after_a(look)
def test_other_numbers_of_the_same_day_are_seen(edited: Edit, tmp_path: Path) -> None:
    """A record that was made anew has a day of its own, or somebody looked."""
    file = tmp_path / "snippets" / "threads" / "tally_timing.3.14.json"
    text = '{"metadata": {"date": "2026-11-26"}, "benchmarks": [1.5]}'
    file.write_text(text)
    look(tmp_path)

    def found() -> list[str]:
        return [fault.where for fault in what_was_measured_is_what_it_was(tmp_path)]

    assert found() == []
    file.write_text(text.replace("1.5", "4.5"))
    assert found() == ["snippets/threads/tally_timing.3.14.json:1"]
    file.write_text(text.replace("1.5", "4.5").replace("-26", "-27"))
    assert found() == []
    file.write_text(text.replace("1.5", "4.5"))
    look(tmp_path)
    assert found() == []
