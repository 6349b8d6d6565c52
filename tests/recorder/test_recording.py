"""What is recorded is what every run prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from recorder.__main__ import main
from recorder.cell import natural_cell, verify
from recorder.hold.conduct import repeat
from recorder.pythons.interpreters import Interpreter, ask, newest_first
from recorder.write.transcript import Recording, record
from shelf import Sample
from shelf.sample import BROKEN

Program = Callable[..., Sample]
OTHERWISE = "import os; print('drawn:', os.urandom(8).hex())"


def test_recording_twice_changes_no_byte(program: Program, interpreter: Interpreter) -> None:
    """The second time everything is as it was, an error with its folder included."""
    sample = program(
        "# /// script\n# [tool.sample]\n# expect = 'error'\n# error = 'ValueError'\n# ///\n"
        "raise ValueError(f'{object()} in {__file__}')\n"
    )
    first = [one.news for one in record([sample], [interpreter])]
    text = sample.transcript_path().read_bytes()
    second = [one.news for one in record([sample], [interpreter])]

    assert (first, second) == (["written"], ["unchanged"])
    assert sample.transcript_path().read_bytes() == text


def test_whose_home_it_was_is_not_written_down(
    program: Program, interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path below the home of whoever records begins with ``~``, and compares the same."""
    sample = program(f"print('{tmp_path}/lib/heapq.py')")
    monkeypatch.setenv("HOME", str(tmp_path))
    list(record([sample], [interpreter]))

    assert sample.transcript_path().read_text() == "$ python subject.py\n~/lib/heapq.py\n"
    assert not verify(sample, interpreter, natural_cell(sample.header, interpreter))


def test_what_is_not_as_its_header_says_is_not_written(
    program: Program, interpreter: Interpreter
) -> None:
    """A failing program does not become its own expectation."""
    sample = program("raise SystemExit(3)", transcript="all is well\n")
    (recording,) = record([sample], [interpreter])

    assert recording.news == "refused"
    assert "all is well" in sample.transcript_path().read_text()


def test_each_variant_has_its_own_transcript(program: Program, interpreter: Interpreter) -> None:
    """A start method that differs by design is forced, and both texts are written."""
    sample = program(
        "# /// script\n# [tool.sample.variants.fork]\n# start-method = 'fork'\n# ///\n"
        "import multiprocessing\nprint(multiprocessing.get_start_method() == 'fork')\n"
    )
    news = [one.news for one in record([sample], [interpreter])]
    texts = {path.name: path.read_text() for path in sample.path.parent.glob("*.txt")}

    assert news == ["written", "written"]
    assert texts == {
        "subject.txt": "$ python subject.py\nFalse\n",
        "subject.fork.txt": "$ python subject.py\nTrue\n",
    }


@pytest.mark.parametrize("transcript", [None, "drawn: 1\n"], ids=["new", "changed"])
def test_a_text_that_a_second_run_does_not_print_is_not_recorded(
    program: Program, interpreter: Interpreter, transcript: str | None
) -> None:
    """Both runs are shown, and what stood in the file stays."""
    sample = program(OTHERWISE, transcript=transcript)
    (recording,) = record([sample], [interpreter])
    said = "\n".join(map(str, recording.faults))

    assert recording.news == "refused"
    assert "prints something else each time it runs\n    --- one run\n    +++ the next run" in said
    assert "then: make record ONLY=threads/subject" in said
    recorded = sample.transcript()
    assert (recorded and recorded.text) == transcript


def test_the_second_run_is_held_to_the_header_too(
    program: Program, interpreter: Interpreter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A program that works once only is not recorded."""
    once = tmp_path_factory.mktemp("elsewhere") / "once"
    (recording,) = record([program(f"import os; os.mkdir({str(once)!r})")], [interpreter])

    assert recording.news == "refused"
    assert "expected exit status 0, seen exit status 1, FileExistsError" in str(recording.faults[0])


def test_a_check_tells_bad_luck_from_a_change(program: Program, interpreter: Interpreter) -> None:
    """A program that changed prints one other text, a flaky one never the same."""
    flaky = program(OTHERWISE, transcript="drawn: 1\n")
    changed = program("print('drawn: 2')", "threads/other", transcript="drawn: 1\n")
    (first,), (second,) = (
        verify(sample, interpreter, natural_cell(sample.header, interpreter))
        for sample in (flaky, changed)
    )

    assert first.what.startswith("prints something else each time it runs")
    assert second.what.startswith("prints something else than snippets/threads/other.txt:2\n")
    assert "@@ -1,2 +1,2 @@\n     $ python other.py\n    -drawn: 1" in second.what


def test_a_check_names_the_page_that_shows_the_program(
    program: Program, interpreter: Interpreter
) -> None:
    """And not one that has a link to it; without any it says "the page"."""
    changed = program("print('drawn: 2')", "threads/other", transcript="drawn: 1\n")
    docs = changed.root / "docs" / "threads"
    docs.mkdir(parents=True)
    (docs / "a.md").write_text("See [[threads/other]], or threads/other.\n")
    cell = natural_cell(changed.header, interpreter)
    (unshown,) = verify(changed, interpreter, cell)
    (docs / "b.md").write_text("```sample\nthreads/other\n```\n")
    (shown,) = verify(changed, interpreter, cell)

    assert unshown.why.endswith(" and the page says that")
    assert shown.why.endswith(" and docs/threads/b.md says that")


def test_the_command_names_the_cell_that_it_repeats(program: Program) -> None:
    """Nothing for the usual one, the start method or the Python for another."""
    interpreter = ask(sys.executable)  # the one of `make test`, whatever --on says
    sample = program("")
    other = next(m for m in ("spawn", "fork") if m != interpreter.default)
    elsewhere = interpreter.cell(other)
    cells = (natural_cell(sample.header, interpreter), elsewhere)

    assert [repeat(sample, cell).removeprefix("make test ONLY=") for cell in cells] == [
        "threads/subject",
        f"threads/subject METHOD={other}",
    ]


def test_what_is_recorded_is_newer_than_its_program(
    program: Program, interpreter: Interpreter
) -> None:
    """Also where it prints what it printed before, so that `make serve` knows it for current."""
    sample = program("print(1)", transcript="1\n")
    transcript = sample.transcript_path()
    os.utime(transcript, (0, 0))
    (recording,) = record([sample], [interpreter])

    assert recording.news == "unchanged"
    assert transcript.stat().st_mtime_ns >= sample.path.stat().st_mtime_ns


def test_a_right_program_brings_its_broken_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pair is recorded together, since one is edited with the other in view.

    Nothing is written: a program that runs meanwhile would be blamed for it.
    """
    asked = list[str]()

    def note(samples: list[Sample], _: object) -> list[Recording]:
        asked.extend(sample.stem for sample in samples)
        return []

    monkeypatch.setattr("recorder.commands.record", note)

    assert main(["record", "threads/lost_update"]) == 0
    assert asked == ["threads/lost_update", f"threads/lost_update{BROKEN}"]


def test_the_newest_required_python_records(
    monkeypatch: pytest.MonkeyPatch, interpreter: Interpreter
) -> None:
    """What is only observed comes last, and what has no GIL after what has one."""
    here = {
        tag: replace(interpreter, version=f"{tag.removesuffix('t')}.1", free_threaded=free)
        for tag in ("3.11", "3.14", "3.14t", "3.15", "3.15t", "3.16")
        for free in [tag.endswith("t")]
    }
    monkeypatch.setattr("recorder.pythons.interpreters.find_all", lambda tags: (here, {}))
    monkeypatch.setattr("recorder.pythons.interpreters.observed", lambda: ["3.15t", "3.16"])

    found = [one.tag for one in newest_first()]

    assert found == ["3.15", "3.14", "3.11", "3.14t", "3.16", "3.15t"]
