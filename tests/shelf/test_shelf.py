"""Each file is read once, and again when it has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shelf import UnknownSample
from shelf.shelf import Shelf

PROGRAM = '"""It prints."""\nprint("one")\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with two programs, of which one is recorded."""
    folder = tmp_path / "snippets" / "threads"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text(PROGRAM)
    (folder / "one.txt").write_text("$ python one.py\none\n")
    (folder / "two.py").write_text(PROGRAM)
    return Shelf(tmp_path)


def change(shelf: Shelf, name: str, text: str) -> None:
    """Write a file; its time differs even where the clock is coarse."""
    file = shelf.root / "snippets" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))


def test_what_has_not_changed_is_the_same_object(shelf: Shelf) -> None:
    """Nothing of it is read again."""
    one, state = shelf.program("threads/one"), shelf.state
    shelf.refresh()

    assert shelf.program("threads/one") is one
    assert shelf.state is state


@pytest.mark.parametrize("name", ["one.py", "one.txt", "one.older.txt", "one.trace.json"])
def test_a_program_is_made_anew_with_any_of_its_files(shelf: Shelf, name: str) -> None:
    """And no other is."""
    one, two = shelf.program("threads/one"), shelf.program("threads/two")
    change(shelf, f"threads/{name}", "# changed\n")
    shelf.refresh()

    assert shelf.program("threads/one") is not one
    assert shelf.program("threads/two") is two


def test_its_digest_follows_its_transcript(shelf: Shelf) -> None:
    before = shelf.program("threads/one").digest
    change(shelf, "threads/one.txt", "$ python one.py\nother\n")

    assert shelf.program("threads/one").digest == before
    shelf.refresh()
    assert shelf.program("threads/one").digest != before


@pytest.mark.parametrize("name", ["locks/dask.txt", "threads/stages/server.py"])
def test_what_several_programs_share_makes_all_anew(shelf: Shelf, name: str) -> None:
    """A lock, or what stands beside a program when it runs."""
    one = shelf.program("threads/one")
    change(shelf, name, "changed\n")
    shelf.refresh()

    assert shelf.program("threads/one") is not one
    assert [each.stem for each in shelf.programs()] == ["threads/one", "threads/two"]


def test_a_program_that_goes_is_unknown(shelf: Shelf) -> None:
    (shelf.root / "snippets" / "threads" / "two.py").unlink()
    shelf.refresh()

    with pytest.raises(UnknownSample, match="did you mean threads/one"):
        shelf.program("threads/two")
