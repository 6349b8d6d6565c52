"""A program finds around it what the recorder gives it, and nothing of the person who records."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from recorder.run.surroundings import environment

#: Without these Windows starts no process.
NEEDED = {"SYSTEMROOT", "PATH", "PATHEXT", "COMSPEC"}


class All(defaultdict[str, str]):
    """An environment in which every variable is set."""

    def __init__(self, value: str) -> None:
        super().__init__(lambda: value)
        self.value = value

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, name: str, default: object = None) -> str:  # type: ignore[override]
        return self.value


@pytest.mark.parametrize("piped", [False, True])
def test_it_is_the_same_for_everybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piped: bool
) -> None:
    """Whatever is set where it is recorded: a language, a time zone, an option of Python's."""
    found = []
    for value in ("one", "other"):
        monkeypatch.setattr(os, "environ", All(value))
        found.append(environment(tmp_path / "home", tmp_path / "temporary", piped))
    one, other = found

    assert {name for name in one if one[name] != other.get(name)} <= (
        NEEDED if os.name == "nt" else set()
    )
    assert one.keys() == other.keys()
    assert one["LANG"] == "C.UTF-8"
