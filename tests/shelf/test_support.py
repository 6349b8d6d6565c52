"""Which Pythons and systems are supported, and where a failure stops nothing."""

from __future__ import annotations

from pathlib import Path

from shelf.support import METHODS, newest, observed, only_observed, place_name, places, supported


def test_both_lists_are_those_of_the_settings(tmp_path: Path) -> None:
    """In their order; that of what is observed may be missing."""
    settings = tmp_path / "pyproject.toml"
    settings.write_text('[tool.parallel]\nsupported = ["3.15", "3.9"]\nobserved = ["windows"]\n')
    assert (supported(tmp_path), observed(tmp_path)) == (["3.15", "3.9"], ["windows"])

    settings.write_text('[tool.parallel]\nsupported = ["3.15"]\n')
    assert (supported(tmp_path), observed(tmp_path)) == (["3.15"], [])


def test_pages_show_the_newest_that_is_required(tmp_path: Path) -> None:
    """With the GIL: what most readers have; one that is only observed may still change."""
    settings = tmp_path / "pyproject.toml"
    text = '[tool.parallel]\nsupported = ["3.14", "3.15", "3.15t", "3.16"]\nobserved = {}\n'

    settings.write_text(text.format('["3.16"]'))
    assert newest(tmp_path) == "3.15"
    settings.write_text(text.format("[]"))
    assert newest(tmp_path) == "3.16"


def test_each_python_runs_on_linux_and_the_newest_elsewhere() -> None:
    """The newest with the GIL and the newest without it."""
    assert places(["3.13", "3.14", "3.13t", "3.14t"]) == [
        *(("linux", "3.13"), ("linux", "3.14"), ("linux", "3.13t"), ("linux", "3.14t")),
        *(("macos", "3.14"), ("macos", "3.14t"), ("windows", "3.14"), ("windows", "3.14t")),
    ]
    assert places(["3.13"]) == [("linux", "3.13"), ("macos", "3.13"), ("windows", "3.13")]


def test_a_place_is_observed_by_its_system_or_its_python() -> None:
    at = ("macos", "3.15t")

    assert only_observed(at, ["macos"])
    assert only_observed(at, ["3.15t", "windows"])
    assert not only_observed(at, ["windows", "3.15"])
    assert not only_observed(at, [])
    assert place_name(at) == "Python 3.15t on macOS"


def test_a_system_has_its_start_methods() -> None:
    assert METHODS["linux"] == METHODS["macos"] == ("fork", "forkserver", "spawn")
    assert METHODS["windows"] == ("spawn",)
