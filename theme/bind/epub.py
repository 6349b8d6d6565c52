"""The book as an EPUB 3: a folder of XHTML, packed."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape, quoteattr

from theme.bind import ink
from theme.bind.volume import Chapter, Volume

#: No file has a day of its own: the same site makes the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
 xml:lang="en"><head><title>{title}</title>
<link rel="stylesheet" type="text/css" href="book.css"/></head>
<body>{body}</body></html>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{address}</dc:identifier><dc:title>{title}</dc:title>
<dc:language>en</dc:language><dc:description>{says}</dc:description>
<dc:rights>{rights}</dc:rights><dc:source>{address}</dc:source>
<meta property="dcterms:modified">{day}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Programs are text, drawings say what they show.</meta>
</metadata>
<manifest><item id="style" href="book.css" media-type="text/css"/>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{items}
</manifest>
<spine>{spine}</spine></package>
"""


def write(volume: Volume, path: Path) -> None:
    """Write the book; the first file of the archive says what it is, and is not packed."""
    files = {"META-INF/container.xml": CONTAINER, **{f"book/{n}": t for n, t in _files(volume)}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/epub+zip")
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)


def _files(volume: Volume) -> Iterator[tuple[str, str]]:
    yield "book.css", ink.sheet("book.css")
    yield "title.xhtml", _page(volume.title, _title(volume))
    yield "nav.xhtml", _page("Contents", _contents(volume))
    items = [("title", "")]
    for chapter in volume.chapters:
        tree = _addressed(volume, chapter)
        drawn = any(element.tag == "svg" for element in tree.iter())
        items.append((chapter.stem, ' properties="svg"' if drawn else ""))
        yield f"{chapter.stem}.xhtml", _page(chapter.title, tostring(tree, "unicode"))
    listed = [
        f'<item id="c-{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{more}/>'
        for name, more in items
    ]
    order = ["c-title", "nav", *(f"c-{name}" for name, _ in items[1:])]
    yield (
        "book.opf",
        PACKAGE.format(
            address=escape(volume.address),
            title=escape(volume.title),
            says=escape(volume.says),
            rights=escape(volume.rights),
            day=volume.day,
            items="\n".join(listed),
            spine="".join(f'<itemref idref="{name}"/>' for name in order),
        ),
    )


def _page(title: str, body: str) -> str:
    return PAGE.format(title=escape(title), body=body)


def _title(volume: Volume) -> str:
    address = quoteattr(volume.address)
    return (
        f'<section class="title" epub:type="titlepage"><h1>{escape(volume.title)}</h1>'
        f"<p>{escape(volume.says)}</p><p>As of {volume.day}, from <a href={address}>"
        f"{escape(volume.address)}</a></p><p>{escape(volume.rights)}</p></section>"
    )


def _contents(volume: Volume) -> str:
    parts = [
        f"<li><span>{escape(part)}</span><ol>"
        + "".join(f'<li><a href="{c.stem}.xhtml">{escape(c.title)}</a></li>' for c in chapters)
        + "</ol></li>"
        for part, chapters in volume.parts.items()
    ]
    return f'<nav epub:type="toc"><h1>Contents</h1><ol>{"".join(parts)}</ol></nav>'


def _addressed(volume: Volume, chapter: Chapter) -> Element:
    """A chapter whose links lead to files of the book, or to the site."""
    tree = copy.deepcopy(chapter.article)
    for link in tree.iter("a"):
        if (target := link.get("href")) is not None:
            found = volume.target(chapter, target)
            if isinstance(found, str):
                link.set("href", found)
            else:
                link.set("href", f"{found[0].stem}.xhtml" + (f"#{found[1]}" if found[1] else ""))
    return tree
