"""The packages of a program that has any: one lock for each set of them.

A program names its packages in its header; ``snippets/locks/`` holds the whole
tree of each set with versions and hashes, and no address.  Programs that name
the same packages share a lock.
"""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = "locks"
PINNED = re.compile(r"(?m)^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==(?P<version>[^\s;\\]+)")


def lock_of(root: Path, dependencies: tuple[str, ...]) -> Path | None:
    """Where the lock of these packages stands, None where there are none."""
    named = sorted(str(canonicalize_name(Requirement(one).name)) for one in dependencies)
    return root / "snippets" / FOLDER / f"{'+'.join(named)}.txt" if named else None


def versions(lock: Path, dependencies: tuple[str, ...]) -> dict[str, str]:
    """These packages, each with the version that the lock holds, if it does.

    Where Pythons differ in what they can have, it is the newest.
    """
    if not lock.exists():
        return {}
    held: dict[str, str] = {}
    for match in PINNED.finditer(lock.read_text(encoding="utf-8")):
        held[canonicalize_name(match["name"])] = match["version"]
    named = [Requirement(dependency).name for dependency in dependencies]
    return {name: held[n] for name in named if (n := canonicalize_name(name)) in held}
