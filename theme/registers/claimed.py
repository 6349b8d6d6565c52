"""What the pages claim and what answers for it: the counts, and every claim with its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from shelf import UnknownSample, version_words
from shelf.claims import KINDS, OPEN, RUN, SHOWN, Entry, Figure, Sentence, entries, names, read
from shelf.shelf import TOPICS
from theme.book.addresses import CLAIMS, claims_page
from theme.book.library import Book
from theme.book.sources import Source
from theme.registers.text import plain

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
#: A program, a number or a fact; code; a link that is none of them.
INLINE = re.compile(r"(\[\[.*?\]\]|`+[^`]+`+)|\[([^\[\]]*)\]\(([^()\s]*)\)")
CELL = re.compile(r"(\[\[.*?\]\]|`+[^`]+`+)|\s*(?<!\\)\|\s*")
#: The pages that belong to no topic, and those of the topics that have no programs.
SITE, ERRORS = "site", "errors"
ORDER = (*TOPICS, ERRORS, SITE)
#: What answers, in the order of the columns, with what stands over its claims.
ANSWERS = {
    RUN: "A program that the sentence names, or the figure beside it, shows:",
    "program": "A program shows:",
    "test": "A test shows:",
    "docs": "Only documentation says, and the sentence tells you:",
    OPEN: "Nobody has answered yet for:",
}
COLUMNS = ("Run", "Program", "Test", "Docs", "Open")


@dataclass(frozen=True)
class Claimed:
    """A page, its sentences, and what answers for those that claim."""

    source: Source
    sentences: tuple[Sentence, ...]
    answers: dict[str, Entry]

    @property
    def topic(self) -> str:
        """The topic on whose page its claims stand."""
        folder = self.source.path.partition("/")[0]
        return folder if folder in ORDER else SITE

    @property
    def anchor(self) -> str:
        """Where its claims stand on the page of its topic; the foot of its page leads there."""
        stem = self.source.path.removesuffix(".md")
        address = stem.removesuffix("index") if stem.endswith("index") else f"{stem}/"
        return f"claims-{address.replace('/', '-')}"

    @cached_property
    def by(self) -> dict[str, list[Sentence]]:
        """Its claims by what answers for them."""
        found: dict[str, list[Sentence]] = {kind: [] for kind in ANSWERS}
        for sentence in self.sentences:
            if sentence.claims:
                entry = self.answers.get(sentence.says)
                found[RUN if sentence.shown else entry.by if entry else OPEN].append(sentence)
        return found

    @property
    def counts(self) -> Counter[str]:
        """How many sentences, claims, and of each kind of answer."""
        found = Counter({kind: len(claims) for kind, claims in self.by.items()})
        found["Sentences"], found["Claims"] = len(self.sentences), found.total()
        return found


def pages(library: Book) -> dict[str, str]:
    """The generated pages: the counts of all topics, and the claims of each one's pages."""
    topics: dict[str, list[Claimed]] = {}
    for one in every(library):
        topics.setdefault(one.topic, []).append(one)
    return {
        CLAIMS: _list(topics),
        **{claims_page(topic): _page(topic, known, library) for topic, known in topics.items()},
    }


def every(library: Book) -> list[Claimed]:
    """Every page of docs/, the first of each topic before its others."""
    answers: dict[str, dict[str, Entry]] = {}
    for entry in entries(library.root):
        answers.setdefault(entry.page, {})[entry.says] = entry
    programs = {one.stem: one for one in [*library.programs(), *library.measuring()]}

    def text(stem: str) -> str:
        return programs[stem].path.read_text(encoding="utf-8") if stem in programs else ""

    def known(source: Source) -> Claimed:
        figures = [
            Figure(fence.line, names("\n".join(fence.body), text))
            for fence in source.fences
            if fence.language in SHOWN
        ]
        sentences = tuple(read(_lines(source), figures))
        return Claimed(source, sentences, answers.get(source.path, {}))

    def order(one: Claimed) -> tuple[int, bool, str]:
        path = one.source.path
        return ORDER.index(one.topic), not path.endswith("index.md"), path

    return sorted(map(known, library.sources.values()), key=order)


def _lines(source: Source) -> list[str]:
    """The lines of a page; those of its front matter and its fences are blank."""
    lines = source.text.split("\n")
    front = FRONT_MATTER.match(source.text)
    covered = [(1, front[0].count("\n"))] if front else []
    for first, last in [*covered, *((fence.line, fence.last) for fence in source.fences)]:
        lines[first - 1 : last] = [""] * len(lines[first - 1 : last])
    return lines


def _list(topics: dict[str, list[Claimed]]) -> str:
    counts = {topic: _total(known) for topic, known in topics.items()}
    total = sum(counts.values(), Counter[str]())
    kinds = [kind for kind in ANSWERS if total[kind] or kind != OPEN]
    columns = ["Claims", *kinds]
    heads = ["Pages", "Claims", *COLUMNS[: len(kinds)]]
    rows = [
        f"| [{_title(topic)}]({claims_page(topic)}) | {len(topics[topic])} |"
        f" {' | '.join(f'{of[key]:,}' if of[key] else '–' for key in columns)} |"
        for topic, of in counts.items()
    ]
    left = f" For {total[OPEN]:,} nobody has answered yet." if total[OPEN] else ""
    return "\n".join(
        [
            "---\nhide: [edit, toc]\n---\n",
            "# What is claimed\n",
            "A sentence with a word such as *never*, *only* or *every* claims something for all"
            " cases, and so does one that says what a version, a system or a default does.\n",
            f"Of {total['Sentences']:,} sentences {total['Claims']:,} do. A run on their page"
            f" shows {total[RUN]:,}, another program {total['program']:,}, a test"
            f" {total['test']:,}; for {total['docs']:,} there is documentation alone, and they"
            f" say so.{left}\n",
            f"| Topic | {' | '.join(heads)} |",
            f"|---|{'---|' * len(heads)}",
            *rows,
            f"| all | {sum(map(len, topics.values()))} |"
            f" {' | '.join(f'{total[key]:,}' for key in columns)} |\n",
            "## How to doubt one\n",
            "1. Find it on the page of claims that its page leads to; there stands what shows it.",
            "2. Is it a program? Copy it from its figure and run it, on the Python and the system"
            " of which you doubt it.",
            "3. Is it a test? In a checkout of this site: `make setup`, then"
            " `.venv/bin/python -m pytest -n0` and the name of the test.",
            "4. Did it come out otherwise? Report it with the sentence, the version and the"
            " system. A sentence that broke is mended, and one that was edited is asked for"
            " anew.\n",
        ]
    )


def _total(known: Iterable[Claimed]) -> Counter[str]:
    return sum((one.counts for one in known), Counter[str]())


def _title(topic: str) -> str:
    return "home, glossary, myths" if topic == SITE else topic


def _page(topic: str, known: list[Claimed], library: Book) -> str:
    lines = [
        "---\nhide: [edit]\n---\n",
        f"# What is claimed: {_title(topic)}\n",
        f"The claims of each page with what shows them; [their counts](../{CLAIMS}) stand"
        " together.\n",
    ]
    for one in known:
        lines += [
            f"## {plain(one.source.title)} {{ #{one.anchor} }}\n",
            f"[The page](../{one.source.path}) makes {one.counts['Claims']} claims in"
            f" {one.counts['Sentences']} sentences.\n",
        ]
        for kind, claims in one.by.items():
            if claims:
                lines += [f"{ANSWERS[kind]}\n", *_items(one, claims, library), ""]
    return "\n".join(lines)


def _items(one: Claimed, claims: list[Sentence], library: Book) -> Iterator[str]:
    for says in dict.fromkeys(sentence.says for sentence in claims):
        entry = one.answers.get(says)
        yield f"- {quoted(says, library)}{_evidence(entry, library) if entry else ''}"


def _evidence(entry: Entry, library: Book) -> str:
    """What answers for a sentence, behind it."""
    test, program, docs = KINDS
    if entry.by == program:
        return f" – {_named(entry.evidence, library)}"
    if entry.by == test:
        return f" – `{entry.evidence}`"
    assert entry.by == docs
    return f" – {plain(entry.read)} (read for {plain(entry.python)})"


def quoted(says: str, library: Book) -> str:
    """A sentence of a page as Markdown of another one: programs linked, links to pages not.

    A measured number stands there with the bounds within which the sentence is true.
    What cannot be drawn is a fault of its own page, so here it is but words.
    """

    def cell(match: re.Match[str]) -> str:
        return match[1].replace("\\|", "|") if match[1] else " · "

    def word(match: re.Match[str]) -> str:
        if match[1]:
            return _named(match[1][2:-2], library) if match[1][0] == "[" else match[1]
        return match[0] if match[3].startswith("https://") else match[2]

    cells = CELL.sub(cell, says.rstrip(" |"))
    return INLINE.sub(word, cells)


def _named(content: str, library: Book) -> str:
    """What stands for ``[[content]]``: a program's link, with the words or the fact of it."""
    name, _, words = (part.strip() for part in content.partition("|"))
    stem, _, key = name.partition(".")
    try:
        sample = library.sample(stem)
    except UnknownSample:
        return f"`{words or stem}`"
    facts = {variant.name: variant.where.words for variant in sample.header.variants}
    facts["marks"], facts["python"] = "", version_words(sample.header.requires.python or "")
    words = words or (key and facts.get(key, key))
    if not (sample.timing or library.places(stem)):
        return f"`{words or stem}`"
    if ".." in words:
        bounds = escape(words.replace("..", " to "))
        return f'<span class="measured-fact">{bounds}</span> ([[{stem}]])'
    return f"[[{stem}|{words}]]" if words else f"[[{stem}]]"
