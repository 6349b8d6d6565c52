"""Compares each pinned action with the tag of its version: ``python -m tests.chores.pins``.

A workflow names a commit, and its comment a version.  Only the action's own
repository says whether they belong together, so only the weekly run asks.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from shelf import ROOT
from shelf.fault import Fault, report
from shelf.words import counted

TABLE = ".github/actions.toml"
HOST = "https://github.com/"
#: Seconds for the answer of one repository.
PATIENCE = 60.0


def strayed(root: Path = ROOT, host: str = HOST) -> list[Fault]:
    """The pins that are not the commit of their version, or of which nobody could be asked."""
    text = (root / TABLE).read_text(encoding="utf-8")
    found = []
    for action, pin in tomllib.loads(text).items():
        commit, version = pin["commit"], pin["version"]
        line = text.count("\n", 0, text.index(commit)) + 1
        try:
            tagged = commit_of(f"{host}{action}", version)
        except (OSError, subprocess.SubprocessError) as error:
            what = f"{action} could not be asked for its tag {version}: {error}"
            cure = "make links, when the repository can be reached"
            found.append(Fault(what, f"{TABLE}:{line}", "a pin that moved is not seen", cure))
            continue
        if tagged != commit:
            found.append(
                Fault(
                    f"{action} is pinned to {commit}, and its tag {version} is"
                    f" {tagged or 'not there'}",
                    f"{TABLE}:{line}",
                    "the comment beside the pin names what does not run",
                    "correct the commit or the version, here and in the workflows",
                )
            )
    return found


def commit_of(repository: str, tag: str) -> str:
    """The commit that a tag names, "" if there is no such tag."""
    names = [f"refs/tags/{tag}", f"refs/tags/{tag}^{{}}"]
    said = subprocess.run(
        ["git", "ls-remote", repository, *names],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
    ).stdout
    known = dict(reversed(line.split("\t")) for line in said.splitlines())
    # an annotated tag is an object of its own, and ^{} is what it stands for
    return next((known[name] for name in reversed(names) if name in known), "")


def main() -> int:
    """Compare them all; 1 if one strayed."""
    found = strayed()
    if found:
        print(report(found))
    else:
        number = len(tomllib.loads((ROOT / TABLE).read_text(encoding="utf-8")))
        print(f"{counted(number, 'pinned action')}: each is the commit of its version")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
