"""A condition fits the cells that it names, and says them in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shelf import Case, Cell, Condition

CELL = Cell("3.14.7", True, "spawn", "linux")


@pytest.mark.parametrize(
    "condition",
    [
        Condition(),
        Condition(python=">=3.14"),
        Condition(gil=True),
        Condition(start_methods=("fork", "spawn")),
        Condition(systems=("macos", "linux")),
        Condition(">=3.14", True, ("spawn",), ("linux",)),
    ],
    ids=lambda condition: condition.label,
)
def test_a_condition_fits_what_it_names(condition: Condition) -> None:
    """An empty part fits all."""
    assert condition.fits(CELL)


@pytest.mark.parametrize(
    "condition",
    [
        Condition(python="<3.14"),
        Condition(gil=False),
        Condition(start_methods=("fork", "forkserver")),
        Condition(systems=("macos", "windows")),
    ],
    ids=lambda condition: condition.label,
)
def test_one_part_that_does_not_fit_is_enough(condition: Condition) -> None:
    whole = Condition(">=3.14", True, ("spawn",), ("linux",))
    parts = {
        name: part for name, part in vars(condition).items() if part != vars(Condition())[name]
    }

    assert not condition.fits(CELL)
    assert not replace(whole, **parts).fits(CELL)


def test_without_the_gil_is_another_cell() -> None:
    assert Condition(gil=False).fits(replace(CELL, gil=False))
    assert not Condition(gil=True).fits(replace(CELL, gil=False))


def test_a_version_in_the_making_belongs_to_its_python() -> None:
    assert Condition(python=">=3.15.0b1").fits(replace(CELL, version="3.15.0rc1"))
    assert Condition(python="<3.16").fits(replace(CELL, version="3.15.0a2"))


def test_a_condition_is_said_in_words() -> None:
    """In a sentence, and as the name of a tab."""
    whole = Condition(">=3.14", False, ("fork", "spawn"), ("linux", "macos"))

    assert whole.words == "3.14 and later without the GIL fork or spawn Linux or macOS"
    assert whole.label == "on 3.14 and later without the GIL with fork or spawn on Linux or macOS"
    assert Condition(gil=True).label == Condition(gil=True).words == "with the GIL"
    assert Condition().label == Condition().words == ""


def test_a_case_has_a_name_or_is_the_usual_one() -> None:
    """It stands in the names of its files, and its cells beside those of the others."""
    older = Case("older", Condition(python="<3.14"))

    assert (older.label, older.ending) == ("on 3.13 and older", ".older")
    assert (Case().label, Case().ending) == ("everywhere else", "")
    assert Case("", Condition(python="<3.14")).label == "everywhere else"
