"""Makes the search index of a built site: what its pages say, in few bytes.

What is shown of a result, its title and first sentence, stands there as text.
Every other word stands once, with the signs of the entries that hold it.  An
entry is a page, or on a page that is a list (messages, myths, terms) one of its
sections.  theme/site/assets/search.js reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from theme.book import Book, book

#: Where the index stands, beside the script that reads it.
INDEX = "assets/search.json"
#: Pages that are lists: each of their sections answers a question of its own.
LISTS = ("errors/", "glossary/", "myths/")
#: A word that stands in more than this part of the entries finds nothing.
COMMON = 0.4
#: As much of a first sentence as a result shows.
LONGEST = 130
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]+")
SENTENCE = re.compile(r".{20,}?[.!?](?=\s|$)", re.DOTALL)
#: A frame of a traceback: folders that say nothing.
FRAME = re.compile(r'File "[^"]*", line \d+')
#: One sign for each entry, none that JSON would write in more characters.
CODES = (33, *range(35, 92), *range(93, 127), *range(161, 173), *range(174, 1400))
SIGNS = "".join(map(chr, CODES))
#: Pictures, and marks inside of words: half of a page's tags, and none of them says anything.
SILENT = re.compile(r"<svg\b.*?</svg>|</?span\b[^>]*>", re.DOTALL)
HEADINGS = ("h1", "h2", "h3")
VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
#: What is no text of the article: what the theme says of a program.
UNREAD = ("figcaption", "legend", "label")


@dataclass
class Section:
    """What stands under one heading of a page."""

    anchor: str = ""
    title: str = ""
    first: str = ""
    told: list[str] = field(default_factory=list)
    messages: str = ""
    text: str = ""


class Reader(HTMLParser):
    """Reads the article of a page, section by section."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self._open: list[str] = []
        self._first = self._printed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag != "article" and not self._open) or tag in VOID:
            return
        self._open.append(tag)
        self._printed |= tag == "code" and "data-transcript" in dict(attrs)
        if tag in HEADINGS:
            self.sections.append(Section(dict(attrs).get("id") or ""))
        elif self.sections and tag == "p" and "figure" not in self._open:
            self._first = not self.sections[-1].first and dict(attrs).get("class") is None
        elif self.sections and tag == "dd":
            self.sections[-1].told.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]
        if tag == "p":
            self._first = False
        if tag == "code":
            self._printed = False

    def handle_data(self, data: str) -> None:
        if not self.sections or self._printed or not self._open or {*self._open} & {*UNREAD}:
            return
        here = self.sections[-1]
        if set(self._open) & set(HEADINGS):
            here.title += data
        elif "dd" in self._open and here.told:
            here.told[-1] += data
        elif self._first:
            here.first += data
        elif "samp" not in self._open:
            here.text += f"{data} "
        if "samp" in self._open:
            here.messages += f"{data} "


@dataclass
class Entry:
    """One thing to be found: what is shown of it, and the words that lead there."""

    address: str
    title: str
    lead: str
    heads: set[str]
    text: set[str]
    page: int | None = None

    @property
    def shown(self) -> list[str | int]:
        """What stands in the index as it is: the page only where the entry is a part of it."""
        return [self.address, self.title, self.lead, *([] if self.page is None else [self.page])]


def words(text: str) -> set[str]:
    """The words of a text, a name with an underscore whole and in parts."""
    found = {word.strip("_") for word in WORD.findall(FRAME.sub(" ", text).lower())}
    found |= {part for word in found if "_" in word for part in word.split("_")}
    return {word for word in found if len(word) > 1}


def entries(address: str, sections: list[Section], also: str = "") -> Iterator[Entry]:
    """The entries of one page; the words of `also` lead to it and stand nowhere on it."""
    if not sections:
        return
    top, *rest = sections
    title, lead = _clean(top.title), first_sentence(top.first)
    listed = address != "errors/" and address.startswith(LISTS)
    heads = words(" ".join(f"{s.title} {s.messages}" for s in rest if not listed)) - words(title)
    heads |= words(also)  # also what the title says: these words are asked for together
    whole = " ".join(f"{s.first} {' '.join(s.told)} {s.text}" for s in (top, *rest) if not listed)
    yield Entry(address, title, lead, heads, words(whole))
    for section in rest if listed else ():
        lead = first_sentence(section.told[-1] if section.told else section.first)  # the cure
        whole = f"{section.first} {' '.join(section.told)} {section.text}"
        # the cause of a message is what people ask who have not the message at hand
        heads = words(" ".join([section.messages, *section.told[:-1]])) - words(section.title)
        anchor = f"{address}#{section.anchor}"
        yield Entry(anchor, _clean(section.title), lead, heads, words(whole))


def _clean(text: str) -> str:
    return " ".join(text.split()).removesuffix("#").strip()


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph, cut after a word if it is long."""
    line = _clean(text)
    match = SENTENCE.match(line)
    line = match[0] if match else line
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rpartition(' ')[0]}…"


def index(folder: Path, root: Path) -> str:
    """The index of the site that the checkout at `root` was built to, in `folder`."""
    found: list[Entry] = []
    library = book(root)
    for path in sorted(folder.rglob("index.html")):
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        reader = Reader()
        reader.feed(SILENT.sub("", path.read_text(encoding="utf-8")))
        register, also = _about(library, address)
        own = list(entries(address, reader.sections, also))
        for entry in own[1:]:
            entry.page = len(found)
        if register:
            own[0].heads, own[0].text = set(), set()
        found += own
    return _packed(found)


def _about(library: Book, address: str) -> tuple[bool, str]:
    """Whether a page is generated, and the words of its front matter that lead to it."""
    stem = address.rstrip("/")
    for path in (f"{stem}/index.md".lstrip("/"), f"{stem}.md"):
        if source := library.sources.get(path):
            match = re.match(r"---\n(?:.*\n)*?also: (.*)\n(?:.*\n)*?---\n", source.text)
            return False, match[1] if match else ""
    return True, ""


def _packed(found: list[Entry]) -> str:
    """The index as JSON: entries, words, and the signs of each word's entries."""
    for entry in found:
        entry.text -= words(f"{entry.title} {entry.lead}") | entry.heads
    heads, text = _holders(e.heads for e in found), _holders(e.text for e in found)
    text = {word: signs for word, signs in text.items() if len(signs) <= COMMON * len(found)}
    known = sorted(heads.keys() | text.keys())
    lines = {
        "signs": SIGNS[: len(found)],
        "entries": [
            [e.address, e.title, e.lead, e.page][: 3 + (e.page is not None)] for e in found
        ],
        "words": " ".join(known),
        "heads": " ".join(heads.get(word, "") for word in known),
        "text": " ".join(text.get(word, "") for word in known),
    }
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":")) + "\n"


def _holders(sets: Iterable[set[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sign, held in zip(SIGNS, sets, strict=False):
        for word in held:
            found[word] = found.get(word, "") + sign
    return found
