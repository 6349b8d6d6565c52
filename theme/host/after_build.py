"""What follows a build: the files beside the pages, and a word on the record (an MkDocs hook)."""

from pathlib import Path
from typing import Any

from shelf import ROOT
from shelf.runs import unchecked
from theme.beside import write
from theme.book.library import book
from theme.derived import derived
from theme.faults import log


def on_pre_build(config: Any) -> None:
    """From here on it is noted what this build asks for."""
    derived.begin()


def on_post_build(config: Any) -> None:
    """One line, and no warning: a build shows what is on record, whatever that is."""
    write(Path(config["site_dir"]), ROOT, config["site_url"])
    library = book(ROOT)
    library.refresh()
    derived.save()
    if line := unchecked(library.record, library.programs()):
        log.info(line)
