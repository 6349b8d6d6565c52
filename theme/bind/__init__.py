"""Binds the articles of a built site as a book, an EPUB and a PDF, and has the site lead to it.

    python -m theme.bind site

The book is made of the pages that people wrote, in the order in which the site
leads from one to the next: with every program and transcript whole, its figures
drawn, and a link inside the book wherever that holds what the link leads to.
What is looked up and not read (the matrix, the registers) stays on the site.
Paper has nothing to press: what a page unfolds is shown, and what it repeats as
a table of numbers is left out. Doing it twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser

from theme.bind import epub, pdf
from theme.bind.volume import read

#: The name of both files on the site.
NAME = "python-in-parallel"
EPUB, PDF = f"{NAME}.epub", f"{NAME}.pdf"
#: Where the landing page leads to the book, and what it says there.
FOOT = re.compile(r'(?=<a class="?repository"?)')
WORDS = f"<a href={EPUB}>EPUB</a> <a href={PDF}>PDF</a> "


def bind(folder: Path, browser: Browser, to: Path, only: Collection[str] = ()) -> None:
    """Write both books of the site in `folder` into `to`; of the pages `only`, if any are named."""
    volume = read(folder, only)
    epub.write(volume, to / EPUB)
    pdf.write(volume, to / PDF, browser)


def lead_there(folder: Path) -> None:
    """Have the site's landing page lead to the two files, which stand beside it."""
    landing = folder / "index.html"
    text = landing.read_text(encoding="utf-8")
    if EPUB not in text:
        landing.write_text(FOOT.sub(WORDS, text, count=1), encoding="utf-8", newline="\n")
