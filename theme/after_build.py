"""What follows a build: its search index, and a word on the record (an MkDocs hook)."""

import logging
from pathlib import Path
from typing import Any

from recorder import ROOT
from theme import search
from theme.book import book
from theme.runs import unchecked

log = logging.getLogger("mkdocs.plugins.theme")


def on_post_build(config: Any) -> None:
    """One line, and no warning: a build shows what is on record, whatever that is."""
    search.write(Path(config["site_dir"]), ROOT)
    library = book(ROOT)
    if line := unchecked(library.record, library.programs()):
        log.info(line)
