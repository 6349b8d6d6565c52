"""What git remembers of the pages and programs; nothing where there is no git, which is said."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: Between two commits, and between the fields of one: no subject holds them.
COMMIT, FIELD = "\x1e", "\x1f"
#: Seconds that git may take.
PATIENCE = 60


@dataclass(frozen=True)
class Change:
    """A commit: its day, its subject, and what it did to each file ("A" added, "M" changed)."""

    day: str
    subject: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class History:
    """The commits that touch pages and programs, newest first, and what is missing of them."""

    changes: tuple[Change, ...]
    missing: str = ""


def history(root: Path) -> History:
    """The history of the checkout at `root` as it is at its last commit."""
    head = _git(root, "rev-parse", "HEAD")
    if not head:
        return History((), "This copy of the site was built without the project's history.")
    return _read(root, head)


@lru_cache(maxsize=1)
def _read(root: Path, head: str) -> History:
    form = f"--format={COMMIT}%cs{FIELD}%s"
    words = ["log", "--no-merges", "--no-renames", "--name-status", form, head, "--"]
    text = _git(root, *words, "docs", "snippets")
    shallow = _git(root, "rev-parse", "--is-shallow-repository") == "true"
    missing = "This copy of the site was built with the newest part of the project's history only."
    return History(tuple(_changes(text)), missing if shallow else "")


def _changes(log: str) -> Iterator[Change]:
    for entry in log.split(COMMIT)[1:]:
        first, *lines = entry.strip("\n").split("\n")
        day, _, subject = first.partition(FIELD)
        files = [line.split("\t") for line in lines if line]
        yield Change(day, subject, tuple((path, state[0]) for state, path in files))


def _git(root: Path, *words: str) -> str:
    """What git prints about `root` itself and no folder around it; "" if it cannot."""
    # inside a hook, git's own variables name the repository of whoever commits
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *words],
            cwd=root,
            env={**own, "GIT_CEILING_DIRECTORIES": str(root.parent)},
            capture_output=True,
            check=True,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip("\n")
