"""The book as a PDF: one document, printed by a browser, with the numbers of its own pages."""

from __future__ import annotations

import copy
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape, quoteattr

import pikepdf
import pypdfium2
from playwright.sync_api import Browser

from theme.bind import ink
from theme.bind.volume import Chapter, Volume
from theme.faults import PageError

#: What a browser is called on different systems, and milliseconds that any one step may take.
CALLED = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 300_000
HEADING = re.compile(r"h([1-5])")
#: What names an element of its page, inside a drawing too.
NAMING = re.compile(r"(?<=url\(#)")
DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>{title}</title>
<style><![CDATA[{style}]]></style></head>
<body>{body}</body></html>
"""


def write(volume: Volume, path: Path, browser: Browser) -> None:
    """Print the book twice: which page a chapter begins on is known once it is printed."""
    chapters = "".join(_chapters(volume))
    blank = dict.fromkeys((chapter.stem for chapter in volume.chapters), 0)
    _print(_whole(volume, blank, chapters), path, browser)
    numbers = _numbers(volume, path)
    _print(_whole(volume, numbers, chapters), path, browser)
    if _numbers(volume, path) != numbers:
        raise PageError("the contents moved the chapters; give their numbers a fixed width")
    with pikepdf.open(path, allow_overwriting_input=True) as printed:
        printed.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _print(text: str, path: Path, browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.xhtml"
        source.write_text(text, encoding="utf-8", newline="\n")
        page = browser.new_page(java_script_enabled=False)
        page.set_default_timeout(PATIENCE)
        page.goto(source.as_uri())
        page.pdf(
            path=path, prefer_css_page_size=True, print_background=True, outline=True, tagged=True
        )
        page.close()


def _numbers(volume: Volume, path: Path) -> Mapping[str, int]:
    """The page on which each chapter begins, by the outline of the PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [
            dest.get_index() + 1
            for mark in document.get_toc()
            if mark.level == 1 and (dest := mark.get_dest()) is not None
        ]
    finally:
        document.close()
    stems = [chapter.stem for chapter in volume.chapters]
    if len(pages) != len(stems):
        raise PageError(f"the PDF has {len(pages)} chapters of {len(stems)}; look at its outline")
    return dict(zip(stems, pages, strict=True))


def _whole(volume: Volume, numbers: Mapping[str, int], chapters: str) -> str:
    style = ink.sheet("book.css") + "".join(_sheet(volume))
    body = _title(volume) + _contents(volume, numbers) + chapters
    return DOCUMENT.format(title=escape(volume.title), style=style, body=body)


def _sheet(volume: Volume) -> Iterator[str]:
    """The style of paper, and a kind of page for each chapter, whose head says its name."""
    yield ink.sheet("paper.css")
    for chapter in volume.chapters:
        # CSS and JSON agree on how to write a text with quotes in it
        part, title = (
            json.dumps(text, ensure_ascii=False) for text in (chapter.part, chapter.title)
        )
        yield f"#{chapter.stem}{{page:{chapter.stem}}}@page {chapter.stem}{{"
        yield f"@top-left{{content:{part}}}@top-right{{content:{title}}}"
        yield "@bottom-center{content:counter(page)}}\n"


def _title(volume: Volume) -> str:
    return (
        f'<div class="title"><p class="name">{escape(volume.title)}</p><p>{escape(volume.says)}</p>'
        f"<p>As of {volume.day}, from <a href={quoteattr(volume.address)}>"
        f"{escape(volume.address)}</a></p><p>{escape(volume.rights)}</p></div>"
    )


def _contents(volume: Volume, numbers: Mapping[str, int]) -> str:
    parts = [
        f'<p class="part">{escape(part)}</p><ol>'
        + "".join(
            f'<li><a href="#{c.stem}">{escape(c.title)}</a><span>{numbers[c.stem]}</span></li>'
            for c in chapters
        )
        + "</ol>"
        for part, chapters in volume.parts.items()
    ]
    return f'<nav class="contents"><p class="name">Contents</p>{"".join(parts)}</nav>'


def _chapters(volume: Volume) -> Iterator[str]:
    for part, chapters in volume.parts.items():
        for chapter in chapters:
            tree = _addressed(volume, chapter)
            if chapter is chapters[0]:
                heading = Element("h1", {"class": "part"})
                heading.text = part
                tree.insert(0, heading)
            yield tostring(tree, "unicode")


def _addressed(volume: Volume, chapter: Chapter) -> Element:
    """A chapter whose ids and links are those of the one document, its headings one lower."""
    tree = copy.deepcopy(chapter.article)
    for element in tree.iter():
        if level := HEADING.fullmatch(element.tag):
            element.tag = f"h{int(level[1]) + 1}"
        if name := element.get("id"):
            element.set("id", f"{chapter.stem}--{name}")
        if fill := element.get("fill"):
            element.set("fill", NAMING.sub(f"{chapter.stem}--", fill))
        if element.tag == "a" and (link := element.get("href")) is not None:
            found = volume.target(chapter, link)
            if isinstance(found, str):
                element.set("href", found)
            else:
                element.set("href", "#" + "--".join(filter(None, (found[0].stem, found[1]))))
    tree.set("id", chapter.stem)
    return tree
