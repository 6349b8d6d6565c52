"""What a cell hangs on that is other than it was: what has not changed is not run again."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from shelf.sample import Sample
from shelf.wrong import Wrong

#: What runs cells, and what they run in: where one of these changed, each may come out otherwise.
TOOLS = (
    "recorder/",
    "shelf/",
    ".github/workflows/",
    "bootstrap.py",
    "pyproject.toml",
    "requirements.txt",
)
PROGRAMS = "snippets/"
#: Records of what came, which no run reads.
RECORD = re.compile(r"snippets/([a-z]+|\w+/\w+(\.\w+)?\.(trace|schedules)|\w+/\w+\.3\.\d+t?)\.json")


class NoCommit(Wrong):
    """A commit that is not here, or no repository."""


def changed(commit: str, root: Path) -> list[str]:
    """The files by which a cell may come out otherwise than at `commit`, as git tells."""
    done = subprocess.run(
        ["git", "diff", "--name-only", "--no-renames", "-z", commit, "--"],
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
    return [n for n in names if n.startswith((*TOOLS, PROGRAMS)) and not RECORD.fullmatch(n)]


def concerned(wanted: list[Sample], names: Iterable[str]) -> list[Sample]:
    """The programs of `wanted` that may come out otherwise where these files changed.

    A program's own files have its stem, up to the first dot; its lock and its stage belong
    to it.  A file that is none of these may be anybody's: then it is all of them.
    """
    owners: dict[str, set[str]] = {}
    for sample in wanted:
        for path in (sample.stage, sample.lock):
            if path is not None:
                owners.setdefault(path.relative_to(sample.root).as_posix(), set()).add(sample.stem)
    stems = {sample.stem for sample in wanted}
    found: set[str] = set()
    for name in names:
        stem = name.removeprefix(PROGRAMS).split(".")[0]
        if name in owners:
            found |= owners[name]
        elif name.startswith(PROGRAMS) and stem in stems:
            found.add(stem)
        elif not (name.startswith(PROGRAMS) and re.fullmatch(r"\w+/\w+_timing", stem)):
            return wanted
    return [sample for sample in wanted if sample.stem in found]
