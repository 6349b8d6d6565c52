"""The rehearsal of Windows says what is missing, and is red for what differs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from recorder.pythons.interpreters import ask
from recorder.run.once import Result, run
from recorder.write.plan import found_of
from tests.chores import rehearse, wine
from tests.chores.rehearse import main

STEM = "threads/lost_update"


class Pretended:
    """Stands for the build under Wine: this Python, said to be one for Windows."""

    def __init__(self, adds: str) -> None:
        self.adds = adds
        self.interpreter = replace(ask(sys.executable), system="windows", default="spawn")

    def awake(self) -> contextlib.nullcontext[None]:
        return contextlib.nullcontext()

    def run(self, *facts: object, source: str, **more: object) -> Result:
        start = facts[:2]
        more.pop("start_method", "")
        more.pop("lines", 0)
        return run(*start, sys.executable, source=source + self.adds, terminal=False, **more)  # type: ignore[arg-type]


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Rehearses one program that has some lines more."""

    def with_lines(adds: str = "", known: bool = False) -> int:
        monkeypatch.setattr(rehearse, "set_up", lambda: Pretended(adds))
        monkeypatch.setattr(rehearse, "KNOWN", {STEM: "a reason"} if known else {})
        monkeypatch.setattr(rehearse, "BLOWS", ("error",))
        return main([STEM])

    return with_lines


@pytest.mark.parametrize(
    ("adds", "known", "status", "says"),
    [
        ("", False, 0, "1 programs and 1 blows"),
        ("\nprint('one more')\n", False, 1, "+one more"),
        ("\nprint('one more')\n", True, 0, "is known to: a reason"),
        ("", True, 1, "take it out of KNOWN"),
    ],
    ids=["well", "differs", "known", "no longer"],
)
def test_what_differs_is_red_unless_it_is_on_the_list(
    rehearsed: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    adds: str,
    known: bool,
    status: int,
    says: str,
) -> None:
    """And what is on the list and passes is red as well, so that the list stays short."""
    assert rehearsed(adds, known) == status
    assert says in capsys.readouterr().out


def test_a_missing_wine_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, and before anything is fetched."""
    monkeypatch.setattr(wine.shutil, "which", lambda _: None)

    assert main([STEM]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.endswith(
        "apt-get install --no-install-recommends wine wine64\n"
    )


def test_a_spoiled_note_is_passed_over() -> None:
    """Windows has no append that is whole: a line may be empty, cut, or two in one."""
    notes = ["place main 3", "", "place", "place mainplace thread 4", "idle main 5", "place main x"]

    assert found_of([one.split() for one in notes], "place") == [("place", "main", "3")]


def test_a_path_is_said_as_windows_has_it(tmp_path) -> None:
    """Wine shows this machine's folders as a drive."""
    seen = wine.seen_as(tmp_path / "a folder" / "order")
    assert seen.startswith("Z:\\") and seen.endswith("a folder\\order") and "/" not in seen
