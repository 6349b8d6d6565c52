"""What a program finds around it, and what it leaves there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The folder that is put on a program's path where something has to be done
#: inside its interpreter.
INSIDE = Path(__file__).resolve().parent.parent / "inside"
#: What the folder is called that a program runs in.
PROGRAM_FOLDER = "program"


def environment(home: Path, temporary: Path, piped: bool = False) -> dict[str, str]:
    """All that a program finds in its environment.

    Through a pipe Python keeps what is printed until the end, and loses it
    where the limit ends a program: so it is told to keep nothing, since a
    reader has a terminal, where each line appears at once.
    """
    found = {
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "NO_COLOR": "1",
    }
    if piped:
        found["PYTHONUNBUFFERED"] = "1"
    if sys.platform == "win32":
        # Windows starts no process without these.
        for name in ("SYSTEMROOT", "PATH", "PATHEXT", "COMSPEC"):
            found[name] = os.environ.get(name, "")
        found |= {"TEMP": str(temporary), "TMP": str(temporary), "USERPROFILE": str(home)}
        # A pipe there has the system's own encoding up to 3.14.
        found["PYTHONUTF8"] = "1"
    return found


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Time of change and size of every file of a checkout, its caches left out."""
    found = {}
    waiting = [(os.fspath(root), "")]
    while waiting:
        folder, below = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in ("__pycache__", "site"):
                    continue
                try:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, f"{below}{entry.name}{os.sep}"))
                    else:
                        facts = entry.stat(follow_symlinks=False)
                        found[below + entry.name] = (facts.st_mtime_ns, facts.st_size)
                except OSError:  # it went meanwhile
                    continue
    return found


def changes(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    """The files that came, went or changed between two snapshots."""
    if before == after:
        return set()
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
