"""The use drill is drilled: a program that ends well passes, and each way to spoil it is seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result
from recorder.write.plan import ELSEWHERE, MOST, ONE, Scout, plan
from recorder.write.strike import Place, statements, trial_of
from recorder.write.trials import Tried, put_to_trial
from recorder.write.verdict import left_over, stays, together
from shelf import ROOT, Sample
from shelf.deeds import DEEDS, FAMILIES
from shelf.fault import report
from shelf.trials import ENDED
from tests.spoiled import SOUND, SPOILED, Spoiled


@pytest.fixture
def tried(
    tmp_path: Path, interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Tried]:
    """Puts a text to trial, as a program of its own, with a limit of 8 seconds."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr("recorder.write.strike.LIMIT", 8.0)

    def work(source: str, families: tuple[str, ...] = FAMILIES) -> Tried:
        sample = Sample(tmp_path, "threads/subject")
        sample.path.parent.mkdir(parents=True, exist_ok=True)
        sample.path.write_text(source)
        (tried,) = put_to_trial([sample], [interpreter], families=families)
        return tried

    return work


@pytest.mark.parametrize("name", SOUND)
def test_a_program_that_ends_well_passes(tried: Callable[..., Tried], name: str) -> None:
    """Nothing is said of it, and something of each family was done to it."""
    seen = tried(SOUND[name])

    assert not report(together(seen.trials))
    families = {DEEDS[one.deed].family for one in seen.trials if one.outcome == ENDED}
    assert families >= {"raise", "grow", "interrupt", "sigterm"}


@pytest.mark.parametrize("spoiled", [pytest.param(one, id=one.name) for one in SPOILED])
def test_what_is_spoiled_is_seen(tried: Callable[..., Tried], spoiled: Spoiled) -> None:
    """The message names program, line, deed and cure, and where each thread stands."""
    text = report(together(tried(spoiled.source, spoiled.families).trials))

    assert all(words in text for words in spoiled.says), text
    assert "why: " in text and "; then: make use ONLY=threads/subject" in text


def test_nothing_is_raised_at_a_try() -> None:
    """No error comes of that line, and Python itself leaves it out of an outer `finally`."""
    source = "def main():\n    try:\n        try:\n            go()\n"
    source += "        finally:\n            end()\n"
    source += "    except* OSError:\n        pass\n"

    assert statements(source) == {4: 4, 6: 6, 8: 8}


def test_of_a_very_long_program_a_share_is_struck() -> None:
    """So many places, the same ones each time; `whole` strikes all, and a shorter one has all."""
    sample = Sample(ROOT, "threads/all_orders")

    def struck(lines: int, whole: bool = False) -> set[int]:
        seen = Scout(
            Result("", 0, "", "", 0.0, 0.0), tuple(("main", line) for line in range(lines)), ()
        )
        return {at.line for deed, at in plan(sample, {"": seen}, whole) if deed == "error"}

    assert len(struck(3 * MOST)) == MOST
    assert struck(3 * MOST) == struck(3 * MOST)
    assert len(struck(3 * MOST, whole=True)) == 3 * MOST
    assert len(struck(MOST)) == MOST


def test_of_a_program_with_packages_other_places_are_struck_on_each_python() -> None:
    """All of them on one; a program without packages is struck everywhere on each."""

    def struck(stem: str, tag: str, whole: bool = False) -> set[int]:
        seen = Scout(
            Result("", 0, "", "", 0.0, 0.0), tuple(("main", line) for line in range(MOST)), ()
        )
        jobs = plan(Sample(ROOT, stem), {"": seen}, whole, tag)
        return {at.line for deed, at in jobs if deed == "error"}

    assert len(struck("jobs/serve_jobs", ONE)) == MOST
    assert len(struck("jobs/serve_jobs", "3.11")) == ELSEWHERE
    assert struck("jobs/serve_jobs", "3.11") == struck("jobs/serve_jobs", "3.11")
    assert struck("jobs/serve_jobs", "3.11") != struck("jobs/serve_jobs", "3.15")
    assert len(struck("jobs/serve_jobs", "3.11", whole=True)) == MOST
    assert len(struck("threads/fetch_pages", "3.11")) == MOST


def test_a_result_named_by_a_digest_is_the_same_result() -> None:
    """A half one is not, and neither is a file with a name by chance."""
    usual = [f"out/{'0a' * 16}-page", "out/" + "1b" * 32]

    assert left_over([f"out/{'2c' * 16}-page", "out/" + "3d" * 32, *usual], usual) == []
    assert left_over([f"out/{'2c' * 16}-page.part", "out/tmp1a2b3c4d"], usual) == [
        f"out/{'2c' * 16}-page.part",
        "out/tmp1a2b3c4d",
    ]


def test_of_a_bar_the_last_drawing_counts() -> None:
    """How often it was drawn before is a matter of chance."""
    assert stays("\r[#-] 50% 0:01\r[##] 100% 0:00\n2 done\r\n") == "[##] 100% 0:00\n2 done\n"
    assert stays("2 done\n[#-]  50% 0:01\n[##] 100% 0:00\n") == "2 done\n[##] 100% 0:00\n"


#: While main starts its second process, the first one comes to its place.
STARTS = """
import os, time
from multiprocessing import get_context


def work(go_on) -> None:
    go_on.wait(60)
    pass


class Slow(get_context("METHOD").Process):
    def _Popen(self, process):
        started = super()._Popen(process)
        self.go_on.set()
        for _ in range(100):  # in which the first one comes to its place
            time.sleep(0.01)
        print("started", flush=True)
        return started


def main() -> None:
    Slow.go_on = get_context("METHOD").Event()
    first = get_context("METHOD").Process(target=work, args=(Slow.go_on,))
    first.start()
    second = Slow(target=print)
    second.start()
    first.join()
    second.join()


if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_no_signal_comes_while_main_starts_a_process(
    tmp_path: Path, interpreter: Interpreter, method: str
) -> None:
    """What is broken there is Python's own, and no fault of the program."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    sample = Sample(tmp_path, "threads/subject")
    sample.path.parent.mkdir(parents=True)
    sample.path.write_text(STARTS.replace("METHOD", method))
    place = Place("process", 8, method)

    result, _, struck = trial_of(sample, interpreter, interpreter.cell(method), "interrupt", place)

    assert struck
    assert "started" in result.text
    assert "KeyboardInterrupt" in result.text
    assert not result.leftovers
