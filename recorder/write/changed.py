"""Whether anything that a cell hangs on is other than it was: a change of prose runs none again."""

from __future__ import annotations

import subprocess
from pathlib import Path

from shelf.wrong import Wrong

#: What cells come of: programs with all that is recorded of them, and what runs them.
RUNS = ("snippets/", "recorder/", "shelf/", "bootstrap.py", "pyproject.toml", "requirements.txt")
WORKFLOWS = ".github/workflows/"
#: Records of what came, which no run reads.
RECORDS = ("snippets/matrix.json", "snippets/trials.json")


class NoCommit(Wrong):
    """A commit that is not here, or no repository."""


def changed(commit: str, root: Path) -> list[str]:
    """The files by which a cell may come out otherwise than at `commit`, as git tells."""
    done = subprocess.run(
        ["git", "diff", "--name-only", "-z", commit, "--"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise NoCommit(
            f"git knows no {commit} ({done.stderr.strip().splitlines()[-1:]})",
            cure="check out one commit more (fetch-depth: 2), or leave --since out",
        )
    names = [name for name in done.stdout.split("\0") if name]
    return [n for n in names if n.startswith((*RUNS, WORKFLOWS)) and n not in RECORDS]
