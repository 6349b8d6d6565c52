"""What was made before is found again, and nothing else is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from theme.derived import Derived


def made(derived: Derived, *inputs: object, text: str = "<b>drawn</b>") -> tuple[str, int]:
    """What is found for `inputs`, and how often it was made."""
    calls: list[str] = []

    def make() -> str:
        calls.append(text)
        return text

    return derived.text(make, *inputs), len(calls)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where it is kept, with one text in it."""
    derived = Derived(tmp_path / "kept" / "drawn.sqlite")
    derived.begin()
    assert made(derived, "code", 1) == ("<b>drawn</b>", 1)
    derived.save()
    return derived.file


def test_a_later_process_finds_it(file: Path) -> None:
    """It is not made again, and only for the same inputs."""
    derived = Derived(file)

    assert made(derived, "code", 1, text="another") == ("<b>drawn</b>", 0)
    assert made(derived, "code", 2, text="another") == ("another", 1)
    assert made(derived, "code", 2) == ("another", 0)


def test_inputs_do_not_run_into_each_other(file: Path) -> None:
    assert made(Derived(file), "cod", "e1", text="another") == ("another", 1)


def test_a_full_build_drops_what_it_did_not_ask_for(file: Path) -> None:
    """What was drawn for a page that is gone does not stay for ever."""
    derived = Derived(file)
    derived.begin()
    made(derived, "other")
    derived.save()

    assert made(Derived(file), "code", 1)[1] == 1
    assert made(Derived(file), "other")[1] == 0


def test_what_is_no_full_build_drops_nothing(file: Path) -> None:
    """A page that is drawn again asks for little."""
    derived = Derived(file)
    made(derived, "other")
    derived.save()

    assert made(Derived(file), "code", 1)[1] == 0
    assert made(Derived(file), "other")[1] == 0


def test_a_damaged_file_is_made_anew(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)
    derived = Derived(file)

    assert made(derived, "code", 1)[1] == 1
    derived.save()
    assert made(Derived(file), "code", 1)[1] == 0


def test_another_database_is_no_fault(file: Path) -> None:
    """Where nothing can be kept, everything is made."""
    file.unlink()
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE drawn (other TEXT)")
    derived = Derived(file)

    assert made(derived, "code", 1)[1] == 1
    derived.save()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file stands where the folder would")
    derived = Derived(tmp_path / "kept" / "drawn.sqlite")

    assert made(derived, "code", 1)[1] == 1
    derived.save()
