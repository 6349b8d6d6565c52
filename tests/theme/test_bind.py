"""A book of a few pages: valid, whole, in the order of the site; and a fault in it is told.

`make book` asks the same of the whole book.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from shelf import ROOT
from shelf.fault import Fault
from tests.checks.pages.nav import entries
from tests.checks.site.bound import (
    epub_is_valid,
    epub_text,
    holds_whole,
    is_light,
    pdf_pages,
    squeezed,
)
from tests.checks.site.browser import browser
from tests.checks.site.site import ADDRESS, Site
from tests.checks.work.messages import no
from theme.bind import EPUB, PDF, bind, lead_there
from theme.bind.volume import read
from theme.book.addresses import LISTS

#: A pair and a timeline, a chart and a program with variants, and what many links lead to.
PAGES = ("threads/keep-an-update-whole/", "processes/start-methods/", "glossary/")
HTML = [f"{path}index.html" for path in PAGES]
Built = tuple[Site, list[Fault]]


@pytest.fixture(scope="module")
def bound(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small book."""
    folder = tmp_path_factory.mktemp("book")
    with browser() as chromium:
        bind(built[0].folder, chromium, folder, PAGES)
    return folder


def text_of(path: Path) -> str:
    return epub_text(path) if path.suffix == ".epub" else "".join(pdf_pages(path))


def test_the_epub_is_valid(bound: Path) -> None:
    """A shop of books would take it."""
    no([*epub_is_valid(bound / EPUB), *is_light(bound)])


def test_nothing_is_folded_or_asks_to_be_pressed(bound: Path) -> None:
    """What the site shows at a tap stands there."""
    with zipfile.ZipFile(bound / EPUB) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if "xhtml" in name]

    assert not [page for page in pages if 'hidden="until-found"' in page]
    for file in (EPUB, PDF):
        assert not re.search(r"All \d+ lines|The whole program", text_of(bound / file))


def test_a_link_to_nowhere_is_told(bound: Path, tmp_path: Path) -> None:
    """One chapter is taken out of the archive, and others lead to it."""
    spoiled = tmp_path / EPUB
    with zipfile.ZipFile(bound / EPUB) as whole, zipfile.ZipFile(spoiled, "w") as archive:
        for entry in whole.infolist():
            if entry.filename != "book/glossary.xhtml":
                archive.writestr(entry, whole.read(entry))

    assert [fault for fault in epub_is_valid(spoiled) if "glossary.xhtml" in fault.what]


@pytest.mark.parametrize("name", [EPUB, PDF])
def test_every_program_and_transcript_is_whole(built: Built, bound: Path, name: str) -> None:
    """Of a pair the right one too, of which the site folds what stays the same."""
    no(holds_whole(built[0], HTML, name, text_of(bound / name)))


def test_a_line_that_is_lost_is_told(built: Built, tmp_path: Path) -> None:
    """In both books: the right program of a pair loses its lock on the way."""
    spoiled = tmp_path / "site"
    shutil.copytree(built[0].folder, spoiled)
    page = spoiled / HTML[0]
    text, changes = re.subn(
        r"<ins>(?:<span class=spoken>[^<]*</span>)? +<b>with</b> self\.lock:\n</ins>",
        "",
        page.read_text(encoding="utf-8"),
    )
    page.write_text(text, encoding="utf-8")
    with browser() as chromium:
        bind(spoiled, chromium, tmp_path, PAGES[:1])

    assert changes
    for name in (EPUB, PDF):
        faults = holds_whole(built[0], HTML[:1], name, text_of(tmp_path / name))
        assert [f.what for f in faults if "threads/lost_update " in f.what], (name, faults)


def test_contents_say_where_each_chapter_begins(built: Built, bound: Path) -> None:
    """The number beside a title is that of the page with that title at its top."""
    pages = [squeezed(page) for page in pdf_pages(bound / PDF)]
    for chapter in read(built[0].folder, PAGES).chapters:
        title = squeezed(chapter.title)
        number = re.search(rf"{re.escape(title)}(\d+)", "".join(pages[:3]))

        assert number is not None, f"the contents do not list {chapter.title}"
        assert title in pages[int(number[1]) - 1][: len(title) + 40]


def test_a_link_stays_in_the_book_where_it_can(bound: Path) -> None:
    """To a page that is in it; every other one leads to the site."""
    with zipfile.ZipFile(bound / EPUB) as archive:
        text = archive.read("book/threads-keep-an-update-whole.xhtml").decode()

    assert 'href="glossary.xhtml#barrier"' in text
    assert f'href="{ADDRESS}threads/escape-a-deadlock/"' in text
    assert f'href="{ADDRESS}programs/threads/lost_update.py"' in text
    assert 'href="../' not in text


def test_nothing_in_it_asks_to_be_pressed(bound: Path) -> None:
    """Nor speaks of what the book leaves out."""
    with zipfile.ZipFile(bound / EPUB) as archive:
        text = "".join(archive.read(n).decode() for n in archive.namelist() if "xhtml" in n)

    assert not re.findall(r"<(?:button|input|label|details|summary|fieldset)\b", text)
    assert not re.findall(r"The whole program|table below|\bgoes[,:]|var\(--", text)


def test_chapters_go_as_the_nav_does(built: Built) -> None:
    """The pages that people wrote, all of them, from the first to the last."""
    listed = [entry.path for entry in entries(ROOT) if entry.path not in LISTS]
    chapters = read(built[0].folder).chapters

    assert [c.path for c in chapters] == [
        re.sub(r"(^|/)index\.md$|\.md$", lambda match: match[1] if match[1] is not None else "/", p)
        for p in listed
    ]
    assert len({chapter.stem for chapter in chapters}) == len(chapters)


def test_the_site_leads_to_the_book_once_it_is_there(tmp_path: Path) -> None:
    """From its landing page, and once, however often it is bound."""
    landing = tmp_path / "index.html"
    landing.write_text("<footer><p><a class=repository href=x>Repository</a></p></footer>")
    lead_there(tmp_path)
    once = landing.read_text()
    lead_there(tmp_path)

    assert re.findall("href=([^ >]+)", once) == [EPUB, PDF, "x"]
    assert landing.read_text() == once
