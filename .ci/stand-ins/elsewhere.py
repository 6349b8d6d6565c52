"""Plants what macOS and Windows might have sent, beside the cells that were run here.

`python3 .ci/stand-ins/elsewhere.py KIND FOLDER`; the kinds are those of `KINDS`.
"""

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DIFFERS = "threads/lost_update"
SEEN = "failed: prints something else than its transcript\n    -1,000\n    +<one> & two"
HUNG = "failed: does not end within its limit of 60 seconds"
IMAGES = {"macos-15": "macos", "windows-2025": "windows"}
METHODS = {"macos": ("fork", "forkserver", "spawn"), "windows": ("spawn",)}
TAGS = ("3.15", "3.15t")
Run = dict[str, Any]


def passing(here: Run, system: str, tag: str) -> Run:
    """The run of a Python here, as if all that passed here had passed there."""
    run = copy.deepcopy(here) | {"system": system, "default": "spawn"}
    run |= {"python": tag, "gil": not tag.endswith("t")}
    for entry in run["programs"].values():
        cells = {m: entry["cells"].get(m, "passed") for m in METHODS[system]}
        entry["cells"] = {m: w if w.startswith("not run") else "passed" for m, w in cells.items()}
    return run


def differing(run: Run) -> Run:
    """One program did otherwise."""
    run["programs"][DIFFERS]["cells"]["spawn"] = SEEN
    return run


def failing(run: Run) -> Run:
    """Every program failed."""
    for entry in run["programs"].values():
        entry["cells"] = dict.fromkeys(entry["cells"], HUNG)
    return run


def sent(run: Run) -> bytes:
    """The file of a job that came back."""
    return json.dumps({"schema": 1, "runs": [run], "news": []}).encode()


def cut(run: Run) -> bytes:
    """The beginning of one."""
    return sent(run)[:40]


def form(run: Run) -> bytes:
    """JSON, and no cells."""
    return json.dumps({"schema": 1, "runs": [{**run, "programs": []}], "news": []}).encode()


#: What each job sends, by (image, Python): None is a job that never came back, and b"-" one
#: whose artifact holds no file.
Sender = Callable[[Run], bytes | None]


def plan(mac: Sender, mac_t: Sender, windows: Sender, windows_t: Sender) -> list[Sender]:
    """In the order of `PLACES`."""
    return [mac, mac_t, windows, windows_t]


PLACES = [(image, tag) for image in IMAGES for tag in TAGS]
KINDS: dict[str, list[Sender]] = {
    "passes": plan(sent, sent, sent, sent),
    "differs": plan(sent, sent, lambda run: sent(differing(run)), sent),
    "fails": plan(sent, sent, lambda run: sent(failing(run)), lambda run: sent(failing(run))),
    "absent": plan(*[lambda _: None] * 4),
    "broken": plan(cut, form, lambda _: b"", lambda _: b"\xff\xfe{}"),
    "no-file": plan(sent, lambda _: b"-", lambda _: b"-", sent),
    "mixed": plan(sent, lambda _: None, lambda run: sent(differing(run)), cut),
}


def plant(kind: str, folder: Path, record: Run) -> None:
    """Lay the artifacts of that kind out below `folder`, as download-artifact does."""
    here = next(r for r in record["runs"] if (r["system"], r["python"]) == ("linux", "3.15"))
    for (image, tag), send in zip(PLACES, KINDS[kind], strict=True):
        text = send(passing(here, IMAGES[image], tag))
        if text is not None:
            file = folder / f"cells-{image}-{tag}" / "cells.json"
            file.parent.mkdir(parents=True)
            if text != b"-":
                file.write_bytes(text)


if __name__ == "__main__":
    matrix = json.loads(Path("snippets/matrix.json").read_text(encoding="utf-8"))
    plant(sys.argv[1], Path(sys.argv[2]), matrix)
