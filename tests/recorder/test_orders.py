"""Orders are explored as a reader would, and written only where they are news."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.write import schedules as module
from recorder.write.recording import Recording
from recorder.write.schedules import EXPLORER, LIMIT, counts, orders
from shelf import Sample
from shelf.schedules import End, Told, path_of, read

FOUND: dict[str, Any] = {
    "threads": ["main", "worker 1"],
    "orders": 3,
    "run": 4,
    "bounds": [],
    "outcomes": [
        {"fails": False, "kind": "ends", "text": "prints 2", "orders": 1},
        {"fails": True, "kind": "ends", "text": "prints 1", "orders": 2},
    ],
    "every": [["01", 0], ["10", 1], ["11", 1]],
    "shown": {
        "steps": [{"thread": 1, "line": 3, "does": "reads it", "state": {"it": "0"}}],
        "outcome": 1,
    },
}


class Explorer:
    """Stands for the explorer: says `found`, and keeps how it was asked."""

    def __init__(self) -> None:
        self.found: Any = FOUND
        self.errors = ""
        self.asked: list[tuple[list[str], dict[str, Any]]] = []

    def run(self, words: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        self.asked.append((words, options))
        if self.found is None:
            raise subprocess.TimeoutExpired(words, options["timeout"])
        said = self.found if isinstance(self.found, str) else json.dumps(self.found)
        return subprocess.CompletedProcess(words, 0, said, self.errors)


@pytest.fixture
def explorer(monkeypatch: pytest.MonkeyPatch) -> Explorer:
    one = Explorer()
    monkeypatch.setattr(module.subprocess, "run", one.run)
    return one


@pytest.fixture
def sample(program: Callable[..., Sample]) -> Sample:
    """A broken program beside the right one, which prints what every order should."""
    program("print(2)\n", "threads/add", transcript="2\n")
    return program("print(1)\n", "threads/add_broken", transcript="1\n")


def explored(sample: Sample, interpreter: Interpreter) -> Recording:
    (one,) = orders([sample], [interpreter])
    return one


def test_what_is_new_is_written_and_what_is_not_is_left(
    explorer: Explorer, sample: Sample, interpreter: Interpreter
) -> None:
    """By what the orders are, so that the file of yesterday stays as it is."""
    path = path_of(sample)
    name = "snippets/threads/add_broken.schedules.json"
    first = explored(sample, interpreter)
    text = path.read_text()
    path.write_text(text + "\n")
    again = explored(sample, interpreter)
    assert [first, again] == [Recording(name, "written"), Recording(name, "unchanged")]
    assert path.read_text() == text + "\n"

    explorer.found = {**FOUND, "run": 5}
    assert explored(sample, interpreter) == Recording(name, "written")
    path.write_text("no orders")
    assert explored(sample, interpreter) == Recording(name, "written")

    found = read(path)
    assert (found.words, found.run, found.threads) == ("2 of 3", 5, ("main", "worker 1"))
    assert found.ends == tuple(End(**end) for end in FOUND["outcomes"])
    assert found.shown == (Told(1, 3, "reads it", {"it": "0"}),)
    assert (found.shown_end, found.pythons) == (1, {interpreter.tag: "2 of 3"})


def test_the_explorer_is_run_beside_the_program_with_what_the_right_one_prints(
    explorer: Explorer, sample: Sample, interpreter: Interpreter
) -> None:
    explored(sample, interpreter)
    ((words, options),) = explorer.asked

    assert words == [
        *(interpreter.path, str(Sample(sample.root, EXPLORER).path), "add_broken.py"),
        *("--json", "--expect", "2\n"),
    ]
    assert (options["cwd"], options["timeout"]) == (sample.path.parent, LIMIT)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (None, f"threads/add_broken is not explored in {LIMIT} s"),
        ("no JSON", "the explorer says of threads/add_broken: it broke"),
        (
            FOUND | {"bounds": ["10 threads", "9 steps"]},
            "threads/add_broken has too many orders: 10 threads; 9 steps",
        ),
        (
            {key: value for key, value in FOUND.items() if key != "every"},
            "threads/add_broken has too many orders to list: 3",
        ),
    ],
)
def test_what_cannot_be_explored_whole_is_refused(
    explorer: Explorer, sample: Sample, interpreter: Interpreter, found: Any, says: str
) -> None:
    """With why, and nothing is written."""
    explorer.found, explorer.errors = found, "Traceback\nit broke\n"
    refused = explored(sample, interpreter)
    (fault,) = refused.faults

    assert (refused.news, fault.what) == ("refused", says)
    assert fault.where == "snippets/threads/add_broken.py:1"
    assert not path_of(sample).exists()
    explorer.errors = ""
    assert bool(explored(sample, interpreter).faults)


def test_orders_that_fail_are_counted() -> None:
    ends = FOUND["outcomes"]

    assert counts(FOUND) == "2 of 3"
    assert counts(FOUND | {"outcomes": [ends[0] | {"orders": 3}]}) == "0 of 3"
    assert counts(FOUND | {"outcomes": [ends[1], ends[1] | {"orders": 1}]}) == "3 of 3"
