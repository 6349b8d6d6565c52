"""Each file is read once, and again when it has changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from shelf import ROOT, Sample, UnknownSample, find, measuring, samples
from shelf.ledger import MatrixError
from shelf.matrix import NAME
from shelf.shelf import Shelf, in_order, stamp, topic_order
from shelf.support import supported
from shelf.trials import NAME as TRIALS

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


@pytest.mark.parametrize("name", ["locks/dask.txt", "threads/stages/server.py"])
def test_a_shared_file_is_no_reason_to_look_again_twice(shelf: Shelf, name: str) -> None:
    """Seen once, it makes nothing anew; with it changes of one program are seen, too."""
    before = shelf.program("threads/two")
    change(shelf, name, "changed\n")
    change(shelf, "threads/one.txt", "$ python one.py\nother\n")
    shelf.refresh()
    two, state = shelf.program("threads/two"), shelf.state
    assert two is not before
    shelf.refresh()
    assert (shelf.program("threads/two"), shelf.state) == (two, state)
    change(shelf, "threads/one.py", "print(1)\n")
    shelf.refresh()

    assert shelf.program("threads/two") is two
    assert shelf.state is not state


def test_what_is_no_program_is_passed_over(shelf: Shelf) -> None:
    """Hidden files, what was compiled, what stands above the topics or below their folders."""
    others = [".hidden.py", "__pycache__/a.py", "stages/b.py", "notes.txt", "data.json"]
    for name in others:
        change(shelf, f"threads/{name}", PROGRAM)
    change(shelf, "loose.py", PROGRAM)
    change(shelf, ".hidden/a.py", PROGRAM)
    state = shelf.state
    shelf.refresh()

    assert [one.stem for one in shelf.programs()] == ["threads/one", "threads/two"]
    assert [*samples(shelf.root)] == ["threads/one", "threads/two"]
    assert shelf.state is not state
    state = shelf.state
    for name in ("threads/.hidden.py", "threads/__pycache__/a.py", "loose.py", ".hidden/a.py"):
        change(shelf, name, "changed\n")
    shelf.refresh()
    assert shelf.state is state


def test_programs_stand_in_the_order_of_the_site(shelf: Shelf) -> None:
    """Topics as the site has them, a broken program after its neighbour, others by name."""
    stems = [
        *("threads/one", "threads/one_broken", "threads/one_also", "threads/two"),
        *("processes/a", "executors/a", "choosing/a", "jobs/a", "engines/a"),
        *("astronomy/a", "zoology/a", "zoology/a_timing"),
    ]
    for stem in stems:
        change(shelf, f"{stem}.py", PROGRAM)
    shelf.refresh()

    assert [one.stem for one in shelf.programs()] == stems[:-1]
    assert [one.stem for one in shelf.measuring()] == stems[-1:]
    by_name = sorted(stems)
    assert [one.stem for one in in_order(Sample(shelf.root, stem) for stem in by_name)] == stems
    assert topic_order("astronomy") > topic_order("engines") > topic_order("threads")
    # without a shelf they stand by name
    assert [*samples(shelf.root)] == [stem for stem in by_name if not stem.endswith("_timing")]
    assert [*measuring(shelf.root)] == ["zoology/a_timing"]
    assert find("zoology/a_timing", shelf.root) == Sample(shelf.root, "zoology/a_timing")


@pytest.mark.parametrize(
    "stem",
    ["threads/on", "threads/ONE", "threads", "/one", "thread/one", "", "threads/.hidden", "/loose"],
)
def test_a_stem_that_there_is_not_is_unknown(shelf: Shelf, stem: str) -> None:
    """Whatever the system thinks of upper case."""
    change(shelf, "threads/.hidden.py", PROGRAM)
    change(shelf, "loose.py", PROGRAM)
    with pytest.raises(UnknownSample, match=f"^there is no program '{stem}'"):
        find(stem, shelf.root)
    assert find("threads/one", shelf.root).path.is_file()
    with pytest.raises(UnknownSample, match=r"'threads/onee'; did you mean threads/one"):
        find("threads/onee", shelf.root)


def test_an_empty_checkout_has_no_programs(tmp_path: Path) -> None:
    assert samples(tmp_path) == measuring(tmp_path) == {}
    assert Shelf(tmp_path).programs() == Shelf(tmp_path).measuring() == []


def test_a_stamp_differs_with_time_and_size(tmp_path: Path) -> None:
    """A file that is not there has one too."""
    file = tmp_path / "a"
    seen = [stamp(file)]
    for text, time in (("a", 1), ("ab", 1), ("ab", 2)):
        file.write_text(text)
        os.utime(file, ns=(time, time * 10**9))
        seen.append(stamp(file))

    assert seen == [(0, 0), (10**9, 1), (10**9, 2), (2 * 10**9, 2)]


def test_the_record_is_read_when_it_or_the_settings_changed(shelf: Shelf) -> None:
    """Those of the checkout, or ours where it has none."""
    assert shelf.settings == ROOT / "pyproject.toml"
    first = shelf.record
    assert first.supported == tuple(supported())
    assert (first.matrix["runs"], first.systems) == ([], [])
    assert shelf.record is first

    settings = '[tool.parallel]\nsupported = ["3.9"]\nobserved = ["macos"]\n'
    change(shelf, "../pyproject.toml", settings)
    second = shelf.record
    assert (second.supported, second.observed) == (("3.9",), ("macos",))
    assert shelf.settings == shelf.root / "pyproject.toml"
    assert shelf.record is second

    run = {"python": "3.9", "version": "3.9.1", "system": "linux", "programs": {}}
    change(shelf, f"../{NAME}", json.dumps({"schema": 1, "runs": [run], "news": []}))
    assert shelf.record.matrix["runs"] == [run]
    change(shelf, f"../{NAME}", "{")
    with pytest.raises(MatrixError, match="not JSON"):
        _ = shelf.record


def test_trials_are_read_when_they_changed(shelf: Shelf) -> None:
    first = shelf.trials
    assert first["runs"] == []
    assert shelf.trials is first
    change(shelf, f"../{TRIALS}", json.dumps({"schema": 1, "runs": [{"python": "3.9"}]}))

    second = shelf.trials
    assert second["runs"] == [{"python": "3.9"}]
    assert shelf.trials is second
