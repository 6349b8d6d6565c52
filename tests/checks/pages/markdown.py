"""Reads a page's source: its fences, and its prose without what is no prose.

The theme reads pages too; the checks hold the theme to account, so they read
for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

OPENING = re.compile(r"(?P<indent>[> \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<name>[\w#.+-]*)")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

#: What is written in Markdown beside the pages.
GUIDES = ("README.md", "CONTRIBUTING.md", "MAINTAINING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")

#: What stands in a page and is not read as prose, in this order.
NOT_PROSE = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    # inline code, within one paragraph
    re.compile(r"(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)", re.DOTALL),
    re.compile(r"\[\[.*?\]\]"),  # a program, or a fact that the theme writes
    re.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"),  # a link's address
    re.compile(r"(?m)^[ \t]*\[[^\]\n]+\]:.*$"),  # the address of a link by reference
    re.compile(r"<[^<>\n]*>"),  # a tag, or an address between brackets
    re.compile(r"\bhttps?://[^\s)>]+"),
    re.compile(r"\{[:#.][^{}\n]*\}"),  # an attribute list
)


@dataclass(frozen=True)
class Fence:
    """A fence: first line (from 1), indentation, mark, info line, text and last line.

    ``closed`` is false where the fence ends only because the page, or its
    indentation, does.
    """

    line: int
    indent: str
    mark: str
    info: str
    text: str
    last: int
    closed: bool

    @property
    def language(self) -> str:
        """The first word of the info line, braces and dot taken away."""
        match = LANGUAGE.match(self.info)
        return match["name"] if match else ""

    @property
    def stem(self) -> str:
        """The first line that says something: in a ``sample`` fence, the program."""
        return next((line.strip() for line in self.text.split("\n") if line.strip()), "")


@dataclass(frozen=True)
class Page:
    """A Markdown file of the checkout at `root`."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        """How a message names it: "docs/threads/index.md"."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def below_docs(self) -> str:
        """How mkdocs.yml names it: "threads/index.md"."""
        return self.path.relative_to(self.root / "docs").as_posix()

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def fences(self) -> list[Fence]:
        """Its fences in order."""
        return list(fences(self.text))

    @property
    def samples(self) -> list[Fence]:
        """Its ``sample`` fences in order, a ``pair`` as one for each of its programs."""
        found = []
        for fence in self.fences:
            if fence.language == "sample":
                found.append(fence)
            elif fence.language == "pair":
                stems = [line.strip() for line in fence.text.split("\n") if line.strip()][:2]
                found += [replace(fence, text=stem) for stem in stems]
        return found

    @cached_property
    def unfenced(self) -> str:
        """Its text, each line of a fence made blank."""
        lines = self.text.split("\n")
        for fence in self.fences:
            lines[fence.line - 1 : fence.last] = [""] * (fence.last - fence.line + 1)
        return "\n".join(lines)

    @cached_property
    def prose(self) -> str:
        """What a reader reads as sentences, line for line; all else is made blank."""
        return without(self.unfenced, NOT_PROSE)

    def line_of(self, offset: int) -> int:
        """The line (from 1) of an offset into `prose` or `unfenced`."""
        return self.prose.count("\n", 0, offset) + 1

    def at(self, line: int) -> str:
        """How a message names a line."""
        return f"{self.name}:{line}"


def without(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    """`text` with blanks in place of what the patterns match, line breaks kept."""
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def fences(text: str) -> Iterator[Fence]:
    """Every fence of a page, at any indentation and in quotes.

    Like superfences, and unlike CommonMark, this finds those in tabs and
    callouts, and closes a fence only by the very mark that opened it.  What
    stands in a longer fence is its text.
    """
    lines = text.expandtabs(4).split("\n")
    at = 0
    while at < len(lines):
        match = OPENING.match(lines[at])
        if match is None:
            at += 1
            continue
        indent, mark = match["indent"], match["mark"]
        body: list[str] = []
        closed = False
        end = at + 1
        while end < len(lines):
            line = lines[end]
            if line.strip(" >") and not _inside(line, indent):
                end -= 1
                break
            line = line[len(indent) :]
            if line.rstrip() == mark:
                closed = True
                break
            body.append(line)
            end += 1
        end = min(end, len(lines) - 1)
        content = "".join(f"{line}\n" for line in body)
        yield Fence(at + 1, indent, mark, match["info"].strip(), content, end + 1, closed)
        at = end + 1


def _inside(line: str, indent: str) -> bool:
    return line[: len(indent)].replace(">", " ") == indent.replace(">", " ")


def pages(root: Path) -> list[Page]:
    """Every page under docs/ of the checkout at `root`."""
    paths = sorted((root / "docs").rglob("*.md"))
    return [_page(root, path, path.read_bytes()) for path in paths]


@lru_cache(256)  # dozens of checks ask, and taking a page apart is most of what they do
def _page(root: Path, path: Path, content: bytes) -> Page:
    """The page with that content, taken apart once."""
    return Page(root, path)


def is_document(root: Path, path: Path) -> bool:
    """Whether a file may hold fences of Python: a page or a guide."""
    return path.suffix == ".md" and (
        path.is_relative_to(root / "docs") or path in [root / name for name in GUIDES]
    )


def documents(root: Path) -> list[Page]:
    """Everything that `is_document`."""
    guides = [Page(root, root / name) for name in GUIDES]
    return pages(root) + [page for page in guides if page.path.is_file()]
