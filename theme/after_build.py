"""What follows a build: the files beside the pages, and a word on the record (an MkDocs hook)."""

import logging
from pathlib import Path
from typing import Any

from recorder import ROOT
from theme.beside import write
from theme.book import book
from theme.runs import unchecked

log = logging.getLogger("mkdocs.plugins.theme")


def on_post_build(config: Any) -> None:
    """One line, and no warning: a build shows what is on record, whatever that is."""
    write(Path(config["site_dir"]), ROOT, config["site_url"])
    library = book(ROOT)
    if line := unchecked(library.record, library.programs()):
        log.info(line)
