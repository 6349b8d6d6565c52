"""Makes the search index of a built site: what its pages say, section by section.

The index holds text and no ranking: theme/site/assets/search.js weighs the
words, picks the section that answers, and the sentence of it that is shown.
An entry is a page, or on a page that is a list (messages, myths, terms) one of
its sections.  Of a program it holds the names of Python's library that it uses.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from shelf.words import cleaned, first_sentence
from theme.book.addresses import NAMES
from theme.book.library import Book, book
from theme.derived import derived, source

#: Where the index stands, beside the script that reads it.
INDEX = "assets/search.json"
#: Pages that are lists: each of their sections answers a question of its own.
LISTS = ("errors/", "glossary/", "myths/")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]+")
#: Pictures, and marks inside of words: half of a page's tags, and none of them says anything.
SILENT = re.compile(r"<svg\b.*?</svg>|</?span\b[^>]*>", re.DOTALL)
HEADINGS = ("h1", "h2", "h3")
VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
#: What begins a line of its own: no sentence goes across.
LINES = ("p", "li", "tr", "dt", "dd", "pre", "figure", "div", "table", "summary", *HEADINGS)
#: What is no text of the article: what the theme says of a program.
UNREAD = ("figcaption", "legend", "label")


@dataclass
class Section:
    """What stands under one heading of a page."""

    anchor: str = ""
    title: str = ""
    first: str = ""
    told: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    prose: str = ""
    code: set[str] = field(default_factory=set)

    def packed(self, names: set[str]) -> list[str]:
        """As it stands in the index: anchor, title, prose, names in programs, messages."""
        prose = "\n".join(filter(None, map(cleaned, self.prose.split("\n"))))
        code = " ".join(sorted(self.code & names - words(f"{self.title} {prose}")))
        parts = [self.anchor, cleaned(self.title), prose, code, "\n".join(self.wordings())]
        while parts and not parts[-1]:
            parts.pop()
        return parts

    def wordings(self) -> list[str]:
        """The messages of the section, each wording once."""
        return list(dict.fromkeys(filter(None, map(cleaned, self.messages))))


class Reader(HTMLParser):
    """Reads the article of a page, section by section."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self._open: list[str] = []
        self._first = self._printed = self._aside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data(" ")
        if (tag != "article" and not self._open) or tag in VOID:
            return
        self._open.append(tag)
        self._printed |= tag == "code" and "data-transcript" in dict(attrs)
        if tag in HEADINGS:
            self.sections.append(Section(dict(attrs).get("id") or ""))
        if not self.sections:
            return
        here = self.sections[-1]
        if tag in LINES:
            here.prose += "\n"
        if tag == "p":
            self._aside = "message-programs" in (dict(attrs).get("class") or "")
        if tag == "p" and "figure" not in self._open:
            self._first = not here.first and dict(attrs).get("class") is None
        elif tag == "dd":
            here.told.append("")
        elif tag == "samp":
            here.messages.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]
        if tag == "p":
            self._first = self._aside = False
        if tag == "code":
            self._printed = False

    def handle_data(self, data: str) -> None:
        if not self.sections or self._printed or not self._open or {*self._open} & {*UNREAD}:
            return
        here = self.sections[-1]
        if "samp" in self._open:
            here.messages[-1] += data
        if set(self._open) & set(HEADINGS):
            here.title += data
        elif {*self._open} & {"pre", "figure"} or self._aside:
            here.code |= words(data)
        elif "samp" not in self._open and self._open[-1] != "dt":
            here.prose += data.replace("\n", " ")
            if self._first:
                here.first += data
            if "dd" in self._open and here.told:
                here.told[-1] += data


def sections(html: str) -> list[Section]:
    """The sections of a page's article."""
    article = html[html.find("<article") : html.rfind("</article>") + 1]
    made_by = source(__file__), sys.version_info[:2]
    text = derived.text(lambda: _sections(article), *made_by, article)
    return [Section(**{**each, "code": set(each["code"])}) for each in json.loads(text)]


def _sections(article: str) -> str:
    reader = Reader()
    reader.feed(SILENT.sub("", article))
    found = [{**vars(section), "code": sorted(section.code)} for section in reader.sections]
    return json.dumps(found, ensure_ascii=False)


def words(text: str) -> set[str]:
    """The words of a text, a name with an underscore whole and in parts."""
    found = {word.strip("_") for word in WORD.findall(text.lower())}
    found |= {part for word in found if "_" in word for part in word.split("_")}
    return {word for word in found if len(word) > 1}


def entries(
    address: str, sections: list[Section], names: set[str], also: str = "", register: bool = False
) -> Iterator[list[object]]:
    """The entries of one page: address, title, lead, `also`, sections.

    `also` are words that lead to the page and stand nowhere on it.  A register
    is found by its title and its lead alone.  Of the words of programs, `names`
    are kept: those of Python's library, which people look up.
    """
    if not sections:
        return
    top, *rest = sections
    listed = address != "errors/" and address.startswith(LISTS)
    parts = [] if register else [top, *(() if listed else rest)]
    lead = first_sentence(top.first)
    yield [address, cleaned(top.title), lead, also, [part.packed(names) for part in parts]]
    for section in rest if listed else ():
        lead = first_sentence(section.told[-1] if section.told else section.first)  # the cure
        # the cause of a message is what people ask who have not the message at hand
        cause = cleaned(" ".join(section.told[:-1]))
        anchor, section.anchor = f"{address}#{section.anchor}", ""
        yield [anchor, cleaned(section.title), lead, cause, [section.packed(names)]]


def index(folder: Path, root: Path) -> str:
    """The index of the site that the checkout at `root` was built to, in `folder`."""
    found: list[list[object]] = []
    library = book(root)
    names = _names(folder)
    for path in sorted(folder.rglob("index.html")):
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        register, also = _about(library, address)
        parts = sections(path.read_text(encoding="utf-8"))
        found += entries(address, parts, names, also, register)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _names(folder: Path) -> set[str]:
    """The names of Python's library that programs use, from the page that lists them."""
    register = (folder / NAMES).with_suffix("") / "index.html"
    if not register.is_file():  # a generator may make no such page
        return set()
    found = re.findall(r"<code>([^<]+)</code></a>", register.read_text(encoding="utf-8"))
    return words(" ".join(found))


def _about(library: Book, address: str) -> tuple[bool, str]:
    """Whether a page is generated, and the words of its front matter that lead to it."""
    stem = address.rstrip("/")
    for path in (f"{stem}/index.md".lstrip("/"), f"{stem}.md"):
        if source := library.sources.get(path):
            match = re.match(r"---\n(?:.*\n)*?also: (.*)\n(?:.*\n)*?---\n", source.text)
            return False, match[1] if match else ""
    return True, ""
