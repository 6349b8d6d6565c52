"""What git has, for a check that compares with it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Seconds that git may take.
PATIENCE = 60


def base(root: Path) -> str:
    """What is compared with: on a pull request the branch that it is for."""
    asked = os.environ.get("GITHUB_EVENT_NAME") == "pull_request"
    return "HEAD^1" if asked and git(root, "rev-parse", "--verify", "HEAD^1") else "HEAD"


def without_git() -> dict[str, str]:
    """This environment, less what a hook of git says of the repository that it is called in."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def git(root: Path, *words: str) -> str:
    """What git says; "" where there is no git, or nothing of that name."""
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=root,
            env=without_git(),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    except OSError:
        return ""
    return "" if done.returncode else done.stdout
