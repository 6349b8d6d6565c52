"""Plants what macOS and Windows might have sent, beside the cells that were run here.

`python3 .ci/stand-ins/elsewhere.py FOLDER`: on macOS everything passed, on Windows one
program did otherwise, one job's file is broken, and one job never came back.
"""

import copy
import json
import sys
from pathlib import Path

DIFFERS = "threads/lost_update"
SEEN = "failed: prints something else than its transcript\n    -1,000\n    +<one> & two"

folder = Path(sys.argv[1])
record = json.loads(Path("snippets/matrix.json").read_text(encoding="utf-8"))
here = next(run for run in record["runs"] if (run["system"], run["python"]) == ("linux", "3.15"))
for image, system, methods in (
    ("macos-15", "macos", ("fork", "forkserver", "spawn")),
    ("windows-2025", "windows", ("spawn",)),
):
    run = copy.deepcopy(here) | {"system": system, "default": "spawn"}
    for stem, entry in run["programs"].items():
        entry["cells"] = {method: entry["cells"][method] for method in methods}
        if (stem, system) == (DIFFERS, "windows"):
            entry["cells"] = {"spawn": SEEN}
    file = folder / f"cells-{image}-3.15" / "cells.json"
    file.parent.mkdir(parents=True)
    sent = {"schema": 1, "runs": [run], "news": []}
    file.write_text(json.dumps(sent), encoding="utf-8")
broken = folder / "cells-windows-2025-3.15t" / "cells.json"
broken.parent.mkdir(parents=True)
broken.write_text('{"schema": 1, "ru', encoding="utf-8")
