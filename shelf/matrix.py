"""The record of every program on every interpreter under every start method.

``snippets/matrix.json`` has the form of ``matrix.schema.json``.  A cell belongs
to the program as it was when it ran: its entry carries a digest of program and
transcripts, and the cells of another digest count as not run.

`recorder.write.matrix` runs the cells.
"""

from __future__ import annotations

from pathlib import Path

from packaging.version import Version

from shelf.ledger import Matrix, read
from shelf.sample import ROOT

NAME = "snippets/matrix.json"
SCHEMA = Path(__file__).with_name("matrix.schema.json")


def doubts(matrix: Matrix) -> list[str]:
    """What no run could have written: a tag, a build or a start method that does not fit."""
    found = []
    for run in matrix["runs"]:
        name = f"Python {run['python']} on {run['system']}"
        tag = ".".join(map(str, Version(run["version"]).release[:2]))
        if run["python"] != (tag if run["gil"] else f"{tag}t"):
            build = "with" if run["gil"] else "without"
            found.append(f"{name}: its version is {run['version']}, {build} the GIL")
        methods = {method for entry in run["programs"].values() for method in entry["cells"]}
        if run["system"] == "windows" and methods - {"spawn"}:
            found.append(f"{name}: has cells of {', '.join(sorted(methods - {'spawn'}))}")
    return found


def recorded(root: Path = ROOT) -> Matrix:
    """The matrix of the checkout at `root`."""
    return read(root / NAME)
