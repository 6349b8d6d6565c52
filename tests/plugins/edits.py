"""What was edited of a checkout, as git tells: by the last commit, and since.

`.ci/workflows.py` asks as well, which has the standard library alone.
"""

from __future__ import annotations

import subprocess
from pathlib import Path


def changed(root: Path) -> list[str] | None:
    """What was edited at `root` and not committed; None where nobody can tell."""
    words = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]
    lines = _git(root, *words)
    return None if lines is None else [line[3:] for line in lines]


def committed(root: Path) -> list[str] | None:
    """What the last commit changed, of a merge against its base; None where that is not here."""
    return _git(root, "diff", "--name-only", "-z", "--no-renames", "HEAD^1", "HEAD")


def _git(root: Path, *words: str) -> list[str] | None:
    """What git tells, at each zero byte a new one."""
    command = ["git", *words]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [line for line in done.stdout.split("\0") if line]
