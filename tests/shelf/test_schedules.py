"""The orders of a program are counted, written, and read back as they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shelf import Sample
from shelf.schedules import (
    End,
    ScheduleError,
    Schedules,
    Told,
    made,
    outdated,
    path_of,
    read,
    recorded,
    write,
)

#: What the explorer says of a program with two threads.
FOUND: dict[str, Any] = {
    "threads": ["a", "b"],
    "orders": 6,
    "run": 5,
    "outcomes": [
        {"fails": True, "kind": "output", "text": "1", "orders": 3},
        {"fails": False, "kind": "output", "text": "2", "orders": 2},
        {"fails": True, "kind": "deadlock", "text": "", "orders": 1},
    ],
    "every": [["aabb", 1], ["abab", 0], ["abba", 0], ["baab", 2], ["baba", 0], ["bbaa", 1]],
    "shown": {
        "outcome": 0,
        "steps": [
            {"thread": 0, "line": 3, "does": "reads", "state": {"n": "0"}},
            {"thread": 1, "line": 4, "does": "writes", "state": {"n": "1"}},
        ],
    },
}


@pytest.fixture
def sample(program: Callable[..., Sample]) -> Sample:
    return program("print(1)\n")


def test_orders_are_those_that_the_explorer_found(sample: Sample) -> None:
    """With the program's state, and the counts of each Python."""
    assert made(sample, FOUND, {"3.14": "4 of 6"}) == Schedules(
        program="threads/subject",
        digest=sample.digest,
        pythons={"3.14": "4 of 6"},
        threads=("a", "b"),
        orders=6,
        run=5,
        ends=(
            End(True, "output", "1", 3),
            End(False, "output", "2", 2),
            End(True, "deadlock", "", 1),
        ),
        every=(("aabb", 1), ("abab", 0), ("abba", 0), ("baab", 2), ("baba", 0), ("bbaa", 1)),
        shown=(Told(0, 3, "reads", {"n": "0"}), Told(1, 4, "writes", {"n": "1"})),
        shown_end=0,
    )


def test_what_fails_is_counted(sample: Sample) -> None:
    orders = made(sample, FOUND, {})

    assert (orders.failing, orders.words) == (4, "4 of 6")


def test_orders_are_read_as_they_were_written(sample: Sample) -> None:
    """A line for each end and each step; the orders of one end stand together."""
    orders, file = made(sample, FOUND, {"3.14": "4 of 6"}), path_of(sample)
    write(orders, file)
    text = file.read_text()

    assert file.name == "subject.schedules.json"
    assert read(file) == orders
    assert json.loads(text)["every"] == {"0": "abab abba baba", "1": "aabb bbaa", "2": "baab"}
    ends, steps = FOUND["outcomes"], FOUND["shown"]["steps"]
    assert [line.strip(" ,") for line in text.split("\n") if line.startswith("  {")] == [
        json.dumps(row) for row in (*ends, *steps)
    ]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"every": {"0": 3}}', '{"every": {"x": "ab"}}'])
def test_what_holds_no_orders_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.schedules.json"
    file.write_text(text)
    where = "/".join(tmp_path.parts[-2:])

    with pytest.raises(ScheduleError, match=rf"^{where}/x.schedules.json holds no orders \("):
        read(file)


def test_orders_belong_to_a_state(sample: Sample) -> None:
    """What is missing or of another state is told with the command; who may have it old, has it."""
    cure = "; make orders ONLY=threads/subject$"
    with pytest.raises(ScheduleError, match=f"no orders .*threads/subject.schedules.json{cure}"):
        recorded(sample)

    orders = made(sample, FOUND, {})
    write(orders, path_of(sample))
    assert recorded(sample) == orders
    assert not outdated(orders, sample)
    sample.path.write_text("print(2)\n")
    changed = Sample(sample.root, sample.stem)
    assert outdated(orders, changed)
    wrong = Sample(sample.root, f"{sample.stem}_broken")
    wrong.path.write_text("print(3)\n")
    assert outdated(orders, wrong)
    where = "snippets/threads/subject.schedules.json is of another state of the program"
    with pytest.raises(ScheduleError, match=f"^{where} than the present{cure}"):
        recorded(changed)
    assert recorded(changed, stale=True) == orders
