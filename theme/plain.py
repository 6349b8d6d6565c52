"""Each page as plain Markdown, with its programs and transcripts in place, and llms.txt.

A page stands beside its HTML: that of ``threads/locks/`` is
``threads/locks/index.md``.  Whoever reads Markdown, a person or a model,
reads there what a browser shows, less the pictures.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from recorder import Sample, Variant
from theme import api, message, myth, names, since, tested, tree
from theme.book import TOPICS, Book, Links, Source, book
from theme.fences import Fence, fences
from theme.figure import BROKEN, USUAL
from theme.search import first_sentence

#: The page that lists the pages, as https://llmstxt.org describes it.
LIST = "llms.txt"
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NAME = re.compile(r"(?P<code>`+[^`]*`+)|\[\[(?P<content>[^\[\]\n]*)\]\]")
#: The generated pages that read well as text.
REGISTERS = (api.NAMES, since.SINCE)
#: Fences that draw what cannot be put into words.
PICTURES = ("timeline", "chart", "matrix")
LINK = re.compile(r"(?<=\]\()(?P<path>[^()\s:]+?\.md)(?=[#)])")


def place(path: str) -> str:
    """Where the Markdown of a page stands: "threads/locks.md" in the folder of its HTML."""
    stem = path.removesuffix(".md")
    return path if posixpath.basename(stem) == "index" else f"{stem}/index.md"


def pages(root: Path) -> dict[str, str]:
    """Every page that people wrote, and the registers of names and versions, as Markdown."""
    library = book(root)
    library.refresh()
    made = {path: text for path, text in library.generated().items() if path in REGISTERS}
    sources = [*library.sources.values(), *(Source(p, text, False) for p, text in made.items())]
    found = {place(source.path): _page(library, source) for source in sources}
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


def _page(library: Book, source: Source) -> str:
    links = Links(library, source)
    lines = source.text.split("\n")
    out: list[str] = []
    at = 0
    for fence in fences(lines):
        out += [_prose(line, links) for line in lines[at : fence.line - 1]]
        drawn = _drawn(fence, links)
        out += lines[fence.line - 1 : fence.last] if drawn is None else drawn
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
    """A line with what stands for each ``[[name]]`` in words, linked."""

    def said(match: re.Match[str]) -> str:
        if match["content"] is None:
            return match[0]
        part = names.draw(match["content"], links)
        words = "".join(part.itertext())
        return f"[{words}]({part.get('href')})" if part.get("href") else words

    return NAME.sub(said, line)


def _drawn(fence: Fence, links: Links) -> list[str] | None:
    """What stands for a fence of ours; None for any other, which stays."""
    if fence.language == "sample":
        return list(_sample(links.book.sample(fence.stem), links))
    if fence.language == "message":
        sample = links.book.sample(fence.stem)
        return list(_message(sample, message.words_of(fence)))
    if fence.language == "myth":
        return list(_myth(links.book.sample(fence.stem), links))
    if fence.language == "messages":
        return list(_messages(links))
    if fence.language == "tested":
        return [f"- {term}: {words}" for term, words in tested.facts(links)]
    if fence.language == "tree":
        sample = links.book.sample(fence.stem)
        return list(_tree(tree.read(sample.source, sample.path)))
    if fence.language in PICTURES:
        captions = [line.partition(":")[2].strip() for line in fence.body if "caption:" in line]
        return [f"(Picture: {words})" for words in captions] or ["(A picture stands here.)"]
    return None


def _sample(sample: Sample, links: Links) -> Iterator[str]:
    """A program and everything that it prints."""
    yield f"`{sample.stem}.py`" + (f", {BROKEN.words.lower()}:" if sample.broken else ":")
    yield from ["", "```python", *sample.shown.rstrip("\n").split("\n"), "```"]
    for variant, transcript in sample.transcripts().items():
        words = f"It prints, {_where(sample, variant)}:" if sample.header.variants else "It prints:"
        yield from ["", words, "", "```text", *str(transcript).rstrip("\n").split("\n"), "```"]


def _where(sample: Sample, variant: Variant | None) -> str:
    return variant.where.label if variant else USUAL


def _message(sample: Sample, words: str) -> Iterator[str]:
    found = message.messages(sample, words)
    yield f"## {next(iter(found)).short(message.HEADING)}"
    for each, labels in found.items():
        label = f" ({', '.join(labels)})" if len(found) > 1 else ""
        yield from ["", f"As printed{label}:", "", "```text", *each.text.split("\n"), "```"]


def _myth(sample: Sample, links: Links) -> Iterator[str]:
    yield f"[`{sample.name}`]({links.figure(sample.stem)}) shows it:"
    for variant, transcript in sample.transcripts().items():
        label = f"Printed, {_where(sample, variant)}:" if sample.header.variants else "Printed:"
        said = myth.GAP.join(myth.said(transcript.text))
        yield from ["", label, "", "```text", *said.split("\n"), "```"]


def _messages(links: Links) -> Iterator[str]:
    for source, sample, each in message.everywhere(links.book):
        way = links.to(source.path, message.identity(sample.stem))
        yield f"- [{each.short(message.HEADING)}]({way})"


def _tree(node: tree.Question | tree.Leaf, depth: int = 0) -> Iterator[str]:
    indent = "    " * depth
    if isinstance(node, tree.Leaf):
        yield f"{indent}- {node.words}"
        return
    yield f"{indent}- {node.words}"
    for word, way in (("Yes", node.yes), ("No", node.no)):
        yield f"{indent}    - {word}:"
        yield from _tree(way, depth + 2)
