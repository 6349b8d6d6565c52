"""Draws an error message as programs were recorded to raise it, under each version that words it.

A ``message`` fence names a broken program.  The message is read from the
program's transcripts and typed by nobody: it is the last line there that
names an error, or the line with the words of ``words="..."``, from these
words on if it names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from textwrap import dedent
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.shelf import TOPICS
from theme.book.addresses import anchor
from theme.book.fences import Fence
from theme.book.library import Book
from theme.book.links import Links
from theme.book.sources import Source
from theme.elements import element, link, prose, span
from theme.faults import PageError
from theme.parts.part import NOTHING, Asked, Part

#: A line that names an error, with what stands before its name: a warning's file and line.
ERROR = re.compile(
    r"(?:.*?: )?(?P<name>(?:[a-z_]\w*\.)*"
    r"(?:[A-Z]\w*(?:Error|Exception|Warning|Pool|Interpreter|Failed|Interrupt)"
    r"|_?queue\.(?:Empty|Full|ShutDown)))(?::(?P<said>.*))?"
)
#: Names that say nothing without the module that they are imported from.
SHORT = ("Empty", "Full", "ShutDown")
#: How long a message may be as a heading, and as an entry of the table of contents.
HEADING, ENTRY = 110, 42


@dataclass(frozen=True)
class Message:
    """What one transcript says: the error's name ("" if it names none), and the words after it."""

    name: str
    said: str

    @property
    def text(self) -> str:
        """The whole message, line by line."""
        gap = "\n" if "\n" in self.said else " "
        return gap.join(
            filter(None, (f"{self.name}:" if self.name and self.said else self.name, self.said))
        )

    def short(self, most: int) -> str:
        """The message on one line, cut after a word before `most`."""
        line = " ".join((f"{self.name}: {self.said}" if self.name else self.said).split())
        line = line.removesuffix(":")
        first = re.match(r".{20,}?[.!?](?= [A-Z])", line)
        line = first[0] if first else line
        return line if len(line) <= most else f"{line[: most - 1].rpartition(' ')[0]}…"


def read(transcript: str, words: str = "") -> Message | None:
    """The message in a transcript's text, None if it holds none."""
    lines = transcript.split("\n")
    if words:
        holding = [line.strip() for line in lines if words in line]
        # a traceback quotes the line that raises, above the message itself
        match = next(filter(None, map(ERROR.fullmatch, holding)), None)
        if match:
            return Message(_plain(match["name"]), (match["said"] or "").strip())
        return Message("", holding[0][holding[0].index(words) :]) if holding else None
    for at in reversed(range(len(lines))):
        match = ERROR.fullmatch(lines[at].rstrip())
        if match is None or lines[at][:1].isspace():
            continue
        body = [match["said"] or ""]
        for line in lines[at + 1 :] if not body[0].strip() else ():
            if line.strip() and not line[:1].isspace():
                break
            body.append(line)
        said = dedent("\n".join(body[1:])).strip() if body[1:] else ""
        return Message(_plain(match["name"]), body[0].strip() or said)
    return None


def _plain(name: str) -> str:
    """An error's name as its module shows it: "queue.Empty", which is made in "_queue"."""
    module, _, own = name.rpartition(".")
    public = module.rpartition(".")[2].lstrip("_")
    return f"{public}.{own}" if own in SHORT else own


def messages(sample: Sample, words: str = "") -> Mapping[Message, list[str]]:
    """The messages of a program in order, each with the labels of the cases that show it.

    Two that begin with the same paragraph are one, the longer one.
    Raises `PageError` where no transcript holds any.
    """
    found: dict[str, tuple[Message, list[str]]] = {}
    for case, transcript in sample.transcripts().items():
        if message := read(transcript.text, words):
            start = message.text.partition("\n\n")[0]
            other, labels = found.get(start, (message, []))
            longer = max(message, other, key=lambda one: len(one.text))
            found[start] = longer, [*labels, case.label]
    if not found:
        wanted = f"the words {words!r}" if words else "a line that names an error"
        raise PageError(
            f"no transcript of {sample.stem} holds {wanted}; let the program raise or print"
            ' the message, or name words of it: ```message words="..."'
        )
    return dict(found.values())


def identity(stem: str) -> str:
    """The id of a message's heading."""
    return f"message-{anchor(stem)}"


def draw(sample: Sample, words: str, links: Links) -> Element:
    """The heading, the message in every wording, and the programs that do and do not raise it."""
    if not sample.broken:
        raise PageError(
            f"{sample.stem} is no broken program; a message is shown from the one that raises it"
        )
    found = messages(sample, words)
    first = next(iter(found))
    title: Element | str = first.short(HEADING)
    wordings = []
    if len(found) == 1 and title == first.text:
        title = _said(sample, first)
    else:
        for message, labels in found.items():
            where = [span("message-where", ", ".join(labels))] if len(found) > 1 else []
            text = element("p", {"class": "message-text"}, *where, _said(sample, message))
            wordings.append(text)
    about = {"id": identity(sample.stem), "data-toc-label": first.short(ENTRY)}
    heading = element("h2", about, title)
    return element("div", {"class": "message"}, heading, *wordings, *_programs(sample, links))


def _said(sample: Sample, message: Message) -> Element:
    return element("samp", {"data-message": sample.stem}, message.text)


def _programs(sample: Sample, links: Links) -> Iterator[Element]:
    """The way to the programs, where they stand on another page."""
    right = links.book.sample(sample.neighbour)
    if not links.figure(sample.stem).startswith("#"):
        ways: list[Element | str] = [
            _program(sample, links),
            ", not by ",
            _program(right, links),
            ": ",
        ]
        yield element(
            "p", {"class": "message-programs"}, "Raised by ", *ways, *prose(right.sentence)
        )


def _program(sample: Sample, links: Links) -> Element:
    return link(links.figure(sample.stem), element("code", None, sample.name))


def words_of(fence: Fence) -> str:
    """The option ``words`` of a fence as it is written, "" if it has none."""
    match = re.search(r'words="([^"]*)"', fence.info)
    return match[1] if match else ""


def everywhere(library: Book) -> Iterator[tuple[Source, Sample, Message]]:
    """Every message of the site in the order of its pages, worded as usual."""
    for source in sorted(library.sources.values(), key=_order):
        for fence in source.messages:
            sample = library.sample(fence.stem)
            yield source, sample, next(iter(messages(sample, words_of(fence))))


def listed(links: Links) -> Element:
    """Every message of the site, linked to its cause and cure."""
    groups = []
    for source, found in groupby(everywhere(links.book), key=lambda one: one[0]):
        entries = [
            link(links.to(source.path, identity(sample.stem)), one.short(HEADING))
            for _, sample, one in found
        ]
        way = link(links.to(source.path), source.title)
        title = element("p", {"class": "message-page"}, way)
        groups += [title, element("ul", None, *(element("li", None, each) for each in entries))]
    return element("div", {"class": "message-list"}, *groups)


def _order(source: Source) -> tuple[int, str]:
    name = source.path.rpartition("/")[2].removesuffix(".md")
    return TOPICS.index(name) if name in TOPICS else len(TOPICS), source.path


def tell(asked: Asked) -> Iterator[str]:
    """The message as a heading, and in each wording."""
    found = messages(asked.sample, words_of(asked.fence))
    yield f"## {next(iter(found)).short(HEADING)}"
    for each, labels in found.items():
        label = f" ({', '.join(labels)})" if len(found) > 1 else ""
        yield from ["", f"As printed{label}:", "", "```text", *each.text.split("\n"), "```"]


def tell_all(asked: Asked) -> Iterator[str]:
    """Every message, linked to its cause and cure."""
    links = asked.links
    for source, sample, each in everywhere(links.book):
        way = links.to(source.path, identity(sample.stem))
        yield f"- [{each.short(HEADING)}]({way})"


PART = Part(
    lambda asked: draw(asked.sample, asked.options.get("words", ""), asked.links),
    tell,
    options=("words",),
)
ALL = Part(lambda asked: listed(asked.links), tell_all, NOTHING)
