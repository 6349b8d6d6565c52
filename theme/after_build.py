"""Says at the end of a build which cells its record does not answer for (an MkDocs hook)."""

import logging

from recorder import ROOT
from theme.book import book
from theme.runs import unchecked

log = logging.getLogger("mkdocs.plugins.theme")


def on_post_build(config: object) -> None:
    """One line, and no warning: a build shows what is on record, whatever that is."""
    library = book(ROOT)
    if line := unchecked(library.record, library.programs()):
        log.info(line)
