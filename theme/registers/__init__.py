"""What is generated: pages as Markdown, the programs' files, the zip.

A generator adds them in its own way (`theme/host/generate.py` for MkDocs); none of
them enters docs/.
"""

from __future__ import annotations

from pathlib import Path

from shelf.schedules import ENDING as ORDERS
from shelf.trace import paths
from shelf.wrong import Wrong
from theme.book.addresses import CHANGES, MATRIX, NAMES, PROGRAMS, SINCE, ZIP
from theme.book.library import Book, book
from theme.faults import PageErrors
from theme.registers import changes, claimed, matrix, measured, names, since
from theme.registers.bundle import bundle
from theme.registers.catalogue import catalogue


def pages(root: Path) -> dict[str, str]:
    """Every generated file: its path below docs/, and its text.

    These are the catalogue, the matrix, what was measured, claimed and changed, and each
    program's own file and traces, to be downloaded.  Raises `PageErrors` where a
    program cannot be read.
    """
    library = book(root)
    library.refresh()
    try:
        # a commit changes the history and no file
        return {**library.once(_registers), CHANGES: changes.page(library)}
    except Wrong as error:
        raise PageErrors([str(error)]) from None


def _registers(library: Book) -> dict[str, str]:
    """All of them that hang on the files of docs/, snippets/ and the ledger alone."""
    known = library.programs()
    every = [*known, *library.measuring()]
    files = {f"{PROGRAMS}/{sample.stem}.py": sample.source for sample in every}
    for sample in known:
        orders = sample.path.with_name(sample.name + ORDERS)
        for path in (*paths(sample), *([orders] if orders.is_file() else [])):
            name = f"{PROGRAMS}/{sample.topic}/{path.name}"
            files[name] = path.read_text(encoding="utf-8")
    return {
        f"{PROGRAMS}.md": catalogue(library, every),
        MATRIX: matrix.page(library, known),
        **measured.pages(library),
        **claimed.pages(library),
        NAMES: names.page(library, known),
        SINCE: since.page(library, known),
        **files,
    }


def generated(root: Path) -> dict[str, bytes]:
    """Every generated file as it is handed to a generator: the pages, and all programs in one."""
    texts = {path: text.encode() for path, text in pages(root).items()}
    return {**texts, ZIP: bundle(root)}
