"""Reads a built site as a book: its chapters in their order, each as a tree to be changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element

import tinyhtml5

from theme.bind.leaf import leaf
from theme.faults import PageError

#: What the pages before the first part are called together.
BEFORE = "To begin with"
SVG = "{http://www.w3.org/2000/svg}"
CANONICAL = re.compile(r'<link rel="?canonical"? href="?([^\s">]+)')
#: A page that people wrote stands beside itself as Markdown.
WRITTEN = re.compile(r'<link rel="?alternate"? type="?text/markdown')
NEXT = re.compile(r'<a href="?([^\s">]+)"?>[^<]*→</a>\s*</nav>')
DAY = re.compile(r"<updated>(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Chapter:
    """An article: where it stands on the site, its part of the book, and its tree."""

    path: str
    part: str
    article: Element

    @cached_property
    def title(self) -> str:
        """The words of its first heading."""
        heading = self.article.find(".//h1")
        return " ".join("".join(() if heading is None else heading.itertext()).split())

    @cached_property
    def stem(self) -> str:
        """Its name within the book: "threads/locks/" is "threads-locks"."""
        return self.path.strip("/").replace("/", "-") or "begin"

    @cached_property
    def ids(self) -> frozenset[str]:
        """What a link can lead to in it."""
        return frozenset(element.get("id", "") for element in self.article.iter())


@dataclass(frozen=True)
class Volume:
    """The book: what stands on its title page, and its chapters."""

    title: str
    says: str
    rights: str
    address: str
    day: str
    chapters: tuple[Chapter, ...]

    @cached_property
    def parts(self) -> Mapping[str, list[Chapter]]:
        """The chapters of each part, in their order."""
        parts: dict[str, list[Chapter]] = {}
        for chapter in self.chapters:
            parts.setdefault(chapter.part, []).append(chapter)
        return parts

    @cached_property
    def _at(self) -> Mapping[str, Chapter]:
        return {self.address + chapter.path: chapter for chapter in self.chapters}

    def target(self, chapter: Chapter, link: str) -> tuple[Chapter, str] | str:
        """Where a link of `chapter` leads: a chapter and an id in it, or an address elsewhere."""
        whole = urljoin(self.address + chapter.path, link)
        page, anchor = urldefrag(whole)
        found = self._at.get(page)
        return whole if found is None or anchor not in found.ids | {""} else (found, anchor)


def read(folder: Path, only: Collection[str] = ()) -> Volume:
    """The site in `folder` as a book; of the pages `only` ("threads/locks/"), if any are named."""
    landing = (folder / "index.html").read_text(encoding="utf-8")
    home = tinyhtml5.parse(landing, namespace_html_elements=False)
    feed = DAY.search((folder / "feed.xml").read_text(encoding="utf-8"))
    address = _address(landing, "index.html")
    return Volume(
        title=_words(home, ".//a[@class='top-name']"),
        says=_words(home, ".//article/p"),
        rights=_words(home, ".//footer/p"),
        address=address,
        day=feed[1] if feed else "1970-01-01",
        chapters=tuple(_chapters(folder, address, only)),
    )


def _chapters(folder: Path, address: str, only: Collection[str]) -> Iterator[Chapter]:
    """The pages that people wrote, each the one that the page before leads on to."""
    here, seen = address, set[str]()
    while here and here not in seen:
        seen.add(here)
        path = here.removeprefix(address)
        text = (folder / path / "index.html").read_text(encoding="utf-8")
        if WRITTEN.search(text) and (not only or path in only):
            tree = tinyhtml5.parse(text, namespace_html_elements=False)
            yield Chapter(
                path,
                _words(tree, ".//nav[@class='pages']/ul/li[ul]/a") or BEFORE,
                leaf(_plain(tree.find(".//article"), path), here),
            )
        onward = NEXT.search(text)
        here = urljoin(here, onward[1]) if onward else ""


def _plain(article: Element | None, path: str) -> Element:
    """A tree without namespaces: a drawing says itself what it is."""
    if article is None:
        raise PageError(f"{path or 'index.html'} has no <article>; build the site anew: make site")
    for element in article.iter():
        element.tag = element.tag.removeprefix(SVG)
        if element.tag == "svg":
            element.set("xmlns", SVG[1:-1])
    return article


def _address(text: str, name: str) -> str:
    found = CANONICAL.search(text)
    if found is None:
        raise PageError(f"{name} says no address of its own; build the site anew: make site")
    return found[1]


def _words(tree: Element, path: str) -> str:
    found = tree.find(path)
    return " ".join("".join(() if found is None else found.itertext()).split())
