"""All programs with their transcripts in one zip, the same bytes wherever and whenever it is made.

    python -m theme.registers programs.zip

Whoever has the same commit can make it again and compare.  So each entry has
one date and one mode, they stand in one order, and nothing is compressed:
what a compressor writes differs from one version to the next.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from shelf import samples
from shelf.trace import paths

FOLDER = "python-in-parallel"
#: The earliest date that a zip can hold.
DATE = (1980, 1, 1, 0, 0, 0)


def files(root: Path) -> list[Path]:
    """What goes in: each program, its transcripts and traces, and the licence of all."""
    found = [path for path in [root / "LICENSE"] if path.is_file()]
    for sample in samples(root).values():
        transcripts = (sample.transcript_path(case) for case in sample.header.cases)
        found += [sample.path, *(path for path in transcripts if path.is_file()), *paths(sample)]
    return found


def bundle(root: Path) -> bytes:
    """The zip of the checkout at `root`."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for path in files(root):
            name = path.relative_to(root).as_posix().removeprefix("snippets/")
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            entry.create_system = 3  # Unix, on whatever system: it carries the mode
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes())
    return whole.getvalue()
