"""What other runs sent: held to its form before it counts, and taken over where it still holds.

What is published brings ``ran.json`` along: the cells that were run for it, and a digest of
what ran them.  The next publication runs again what has changed since.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import tempfile
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from recorder.pythons.interpreters import Interpreter
from recorder.write.changed import TOOLS
from recorder.write.matrix import facts
from shelf.ledger import FAILED, Matrix, MatrixError, merge, read, state
from shelf.matrix import SCHEMA, doubts
from shelf.sample import Sample

#: Beside the site's first page.
RAN = "ran.json"
#: Seconds, and bytes: a record of twelve Pythons has less than one million.
PATIENCE, MOST = 30, 50_000_000


def delivered(path: Path) -> Matrix:
    """The cells that another job sent; raises `MatrixError` if they have another form."""
    return held(read(path), path)


def held(matrix: Matrix, where: Path | str) -> Matrix:
    """`matrix`, if it has its documented form and says nothing that no run could have written."""
    import jsonschema  # slow to come, and few commands need it

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(matrix)
    try:
        found = [f"{one.json_path}: {one.message[:200]}" for one in errors] or doubts(matrix)
    except ValueError as error:
        found = [str(error)]
    if found:
        raise MatrixError(f"no cells ({found[0]})", where=where, cure="run that job again")
    return matrix


def tools(root: Path) -> str:
    """Names the state of what runs cells, as a digest does that of a program."""
    sum_ = hashlib.sha256()
    for name in TOOLS:
        place = root / name
        found = place.rglob("*") if name.endswith("/") else [place]
        for path in sorted(one for one in found if one.is_file()):
            if path.suffix != ".pyc":
                at = path.relative_to(root).as_posix()
                text = path.read_bytes().replace(b"\r\n", b"\n")
                sum_.update(f"\0{at}\0{len(text)}\0".encode() + text)
    return sum_.hexdigest()[:16]


def keep(path: Path, sent: Iterable[Matrix], root: Path) -> None:
    """Write what was sent for this publication, and no cell besides, for the next one."""
    record = {"tools": tools(root), **merge([{"schema": 1, "runs": [], "news": []}, *sent])}
    path.write_text(json.dumps(record), encoding="utf-8", newline="\n")


def published(address: str, root: Path) -> Matrix:
    """The cells that were run for what is published at `address`, by tools such as these.

    Raises `MatrixError` where there are none: then everything is to be run.
    """
    where = address.rstrip("/") + "/" + RAN
    try:
        with urllib.request.urlopen(where, timeout=PATIENCE) as answer:
            said = answer.read(MOST)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise MatrixError(f"not to be had ({error})", where=where) from None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, RAN)
        file.write_bytes(said)
        record = read(file)
    if record.pop("tools", "") != tools(root):
        raise MatrixError("of another recorder, lock or workflow", where=where)
    return held(record, where)


def still_holds(record: Matrix, interpreter: Interpreter, wanted: Iterable[Sample]) -> Matrix:
    """The cells of `record` that need not be run again on `interpreter`.

    Those of the very same build, of programs that are as they were, which have every cell
    and none that failed.
    """
    here = facts(interpreter)
    for run in record["runs"]:
        if {**run, "programs": {}} == here:
            programs = {
                sample.stem: entry
                for sample in wanted
                if (entry := run["programs"].get(sample.stem)) is not None
                and entry["digest"] == sample.digest
                and {*entry["cells"]} == {*interpreter.start_methods}
                and not any(state(words) == FAILED for words in entry["cells"].values())
            }
            return {"schema": 1, "runs": [{**here, "programs": programs}], "news": []}
    return {"schema": 1, "runs": [], "news": []}
