"""The pins are compared with tags, here with those of a repository of our own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.chores.pins import TABLE, strayed


@pytest.fixture
def pinned(tmp_path: Path) -> tuple[Path, str, str]:
    """A checkout that pins an action, the folder of repositories, and the commit of the tag."""
    action = tmp_path / "actions" / "checkout"
    action.mkdir(parents=True)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "tag.gpgsign=false"]

    def git(*words: str) -> str:
        command = ["git", *who, "-c", "commit.gpgsign=false", *words]
        return subprocess.run(
            command, cwd=action, capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message", "one")
    git("tag", "v1.0.0")
    git("tag", "--annotate", "--message", "two", "v2.0.0")
    (tmp_path / ".github").mkdir()
    return tmp_path, f"{tmp_path.as_uri()}/", git("rev-parse", "HEAD")


@pytest.mark.parametrize("version", ["v1.0.0", "v2.0.0"])
def test_a_pin_is_the_commit_of_its_version(pinned: tuple[Path, str, str], version: str) -> None:
    """Whether the tag is a name of the commit, or an object of its own."""
    root, host, commit = pinned
    pin(root, version, commit)

    assert strayed(root, host) == []


@pytest.mark.parametrize(
    ("version", "commit", "says"),
    [
        ("v1.0.0", "0" * 40, "its tag v1.0.0 is "),
        ("v3.0.0", "", "its tag v3.0.0 is not there"),
    ],
)
def test_a_pin_that_strayed_is_told(
    pinned: tuple[Path, str, str], version: str, commit: str, says: str
) -> None:
    """With the line of the table."""
    root, host, known = pinned
    pin(root, version, commit or known)

    (fault,) = strayed(root, host)

    assert says in fault.what
    assert fault.where == f"{TABLE}:3"


def test_a_repository_that_does_not_answer_is_told(pinned: tuple[Path, str, str]) -> None:
    """Silence is no yes."""
    root, host, commit = pinned
    pin(root, "v1.0.0", commit, action="actions/gone")

    (fault,) = strayed(root, host)

    assert "actions/gone could not be asked for its tag v1.0.0" in fault.what


def pin(root: Path, version: str, commit: str, action: str = "actions/checkout") -> None:
    """Write the table of one action."""
    text = f'["{action}"]\nversion = "{version}"\ncommit = "{commit}"\n'
    (root / TABLE).write_text(text, encoding="utf-8")
