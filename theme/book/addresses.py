"""Every address of the site that is not a page's own, in one file."""

from __future__ import annotations

from shelf.timing import Timing

#: Where the programs' files stand on the site, one folder for each topic.
PROGRAMS = "programs"
#: The generated page that shows every run, a row for each program.
MATRIX = "matrix.md"
#: The generated page that lists every measurement, and the folder of their pages.
MEASURED = "measured.md"
#: The generated page of what is claimed, and the folder of its pages.
CLAIMS = "claims.md"
#: The generated page of the names of Python's library.
NAMES = "names.md"
#: The generated page of what is new.
CHANGES = "changes.md"
#: The generated page of what each Python brought.
SINCE = "since.md"
#: The generated pages that are there whatever the programs are.
LISTS = (f"{PROGRAMS}.md", MATRIX, MEASURED, CLAIMS, NAMES, CHANGES, SINCE)
#: All programs in one file.
ZIP = "programs.zip"
#: What is new, for feed readers.
FEED = "feed.xml"


def measured_page(stem: str) -> str:
    """The generated page of the program `stem`, which measures."""
    return f"{MEASURED.removesuffix('.md')}/{stem}.md"


def claims_page(topic: str) -> str:
    """The generated page of the claims of a topic's pages."""
    return f"{CLAIMS.removesuffix('.md')}/{topic}.md"


def anchor(stem: str) -> str:
    """The id of a program's figure."""
    return stem.replace("/", "-")


def raw(timing: Timing) -> str:
    """Where the file of a measurement stands on the site."""
    return f"{PROGRAMS}/{timing.sample.topic}/{timing.path.name}"
