"""A program finds around it what the recorder gives it, and nothing of the person who records."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from recorder.run.surroundings import changes, environment, snapshot

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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with files at some depth, and with what is nobody's edit."""
    for name in (
        *("a.py", "docs/b.md", "docs/deep/c.md", ".cache/d", "docs/.hidden", "site/e.html"),
        *("docs/__pycache__/f.pyc", "docs/site/g"),
    ):
        (tmp_path / "root" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root" / name).write_text(name)
    return tmp_path / "root"


def test_every_file_of_a_checkout_is_seen_less_its_caches(root: Path) -> None:
    """By its time of change and its size."""
    seen = snapshot(root)

    assert {*seen} == {os.path.join(*name.split("/")) for name in ("a.py", "docs/b.md")} | {
        os.path.join("docs", "deep", "c.md")
    }
    status = (root / "a.py").stat()
    assert seen["a.py"] == (status.st_mtime_ns, status.st_size)


def test_what_came_went_or_changed_is_told(root: Path) -> None:
    before = snapshot(root)
    assert changes(before, snapshot(root)) == set()
    (root / "a.py").unlink()
    (root / "new.py").write_text("")
    (root / "docs/b.md").write_text("longer than before")
    os.utime(root / "docs/deep/c.md", ns=(1, 1))
    after = snapshot(root)

    names = {"a.py", "new.py", os.path.join("docs", "b.md"), os.path.join("docs", "deep", "c.md")}
    assert changes(before, after) == changes(after, before) == names


@pytest.mark.skipif("sys.platform == 'win32'", reason="there one may not make links")
def test_a_link_is_seen_and_not_followed(root: Path) -> None:
    """Neither out of the checkout, nor in a circle; and one that leads nowhere is a file."""
    before = snapshot(root)
    outside = root.parent / "outside"
    outside.mkdir()
    for name, target in (("out", outside), ("circle", root), ("nowhere", root / "gone")):
        (root / name).symlink_to(target)
    linked = snapshot(root)
    (outside / "theirs").write_text("1")

    assert changes(before, linked) == {"out", "circle", "nowhere"}
    assert changes(linked, snapshot(root)) == set()
