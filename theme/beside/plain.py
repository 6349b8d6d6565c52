"""Each page as plain Markdown, with its programs and transcripts in place, and llms.txt.

A page stands beside its HTML: that of ``threads/locks/`` is
``threads/locks/index.md``.  Whoever reads Markdown, a person or a model,
reads there what a browser shows, less the pictures.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from shelf.shelf import TOPICS
from shelf.words import first_sentence
from theme.book import addresses
from theme.book.fences import fences
from theme.book.library import Book
from theme.book.links import Links
from theme.book.sources import Source
from theme.edition import edition
from theme.parts import PARTS, inline, platforms, tell
from theme.parts.part import Asked

#: The page that lists the pages, as https://llmstxt.org describes it.
LIST = "llms.txt"
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NAME = re.compile(r"(?P<code>`+[^`]*`+)|\[\[(?P<content>[^\[\]\n]*)\]\]")
#: The generated pages that read well as text.
REGISTERS = (addresses.NAMES, addresses.SINCE)
LINK = re.compile(r"(?<=\]\()(?P<path>[^()\s:]+?\.md)(?=[#)])")


def place(path: str) -> str:
    """Where the Markdown of a page stands: "threads/locks.md" in the folder of its HTML."""
    stem = path.removesuffix(".md")
    return path if posixpath.basename(stem) == "index" else f"{stem}/index.md"


def pages(root: Path) -> dict[str, str]:
    """Every page that people wrote, and the registers of names and versions, as Markdown."""
    whole = edition(root)
    library = whole.library
    library.refresh()
    made = {path: text for path, text in whole.generated().items() if path in REGISTERS}
    sources = [*library.sources.values(), *(Source(p, text, False) for p, text in made.items())]
    found = {place(source.path): _page(whole.links(source)) for source in sources}
    return {**found, LIST: _list(sorted(sources, key=_order))}


def _order(source: Source) -> tuple[int, str, bool, str]:
    topic = source.path.partition("/")[0] if "/" in source.path else ""
    at = TOPICS.index(topic) if topic in TOPICS else len(TOPICS) * bool(topic)
    last = source.path in REGISTERS or source.path == "glossary.md"
    name = posixpath.basename(source.path)
    return (len(TOPICS) + 1 if last else at, topic, name != "index.md", source.path)


def _list(sources: list[Source]) -> str:
    """The pages by topic, each with its first sentence."""
    home = next((source for source in sources if source.path == "index.md"), None)
    lines = ["# Python in parallel", "", f"> {_lead(home)}" if home else ""]
    topic = None
    for source in sources:
        if source is home:
            continue
        own = source.path.partition("/")[0] if "/" in source.path else "reference"
        if own != topic:
            lines += ["", f"## {own.capitalize()}", ""]
            topic = own
        lines.append(f"- [{source.title}]({place(source.path)}): {_lead(source)}")
    return "\n".join(lines) + "\n"


def _lead(source: Source) -> str:
    """The first sentence below a page's title, without links."""
    _, _, body = FRONT_MATTER.sub("", source.text).partition(f"# {source.title}\n")
    words = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", body.strip().partition("\n\n")[0])
    return first_sentence(words.replace("[[", "").replace("]]", ""))


def _page(links: Links) -> str:
    library, source = links.book, links.here
    lines = source.text.split("\n")
    out: list[str] = []
    at = 0
    for fence in fences(lines):
        out += [_prose(line, links) for line in lines[at : fence.line - 1]]
        ours = fence.language in PARTS
        out += tell(Asked(fence, links)) if ours else lines[fence.line - 1 : fence.last]
        at = fence.last
    out += [_prose(line, links) for line in lines[at:]]
    text = FRONT_MATTER.sub("", "\n".join(out)).strip()
    return LINK.sub(lambda match: _moved(library, source.path, match["path"]), text) + "\n"


def _moved(library: Book, here: str, path: str) -> str:
    """A link between source files as one between those that are written, or else to the HTML."""
    there = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
    way = posixpath.relpath(place(there), posixpath.dirname(place(here)) or ".")
    written = there in library.sources or there in REGISTERS
    return way if written else f"{posixpath.dirname(way)}/"


def _prose(line: str, links: Links) -> str:
    """A line with what stands for each ``[[name]]`` in words, linked, and where it was run."""

    def said(match: re.Match[str]) -> str:
        if match["content"] is None:
            return match[0]
        part = inline.draw(match["content"], links)
        words = "".join(part.itertext())
        return f"[{words}]({part.get('href')})" if part.get("href") else words

    return NAME.sub(said, platforms.told(line, links))
