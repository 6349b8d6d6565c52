"""Lays out a new article: ``make new PAGE=threads/keep-an-update-whole``.

Page, program, test and nav line pass every check as they are, except for what
only a person can write: those lines are marked, and `tests.checks.pages.unwritten`
keeps them from being published.  The program is run, so that transcript and
matrix hold it.

It stands among the tests, because nobody else reaches all the rooms that an
article lives in: the recorder knows no page, and the theme writes nothing.
"""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recorder.pythons.interpreters import Interpreter, ask, find_all
from recorder.write.matrix import matrix_of, run_cells
from recorder.write.transcript import record
from shelf import ROOT, samples, supported
from shelf.fault import report
from shelf.ledger import update
from shelf.matrix import NAME
from shelf.sample import BROKEN
from tests.checks.pages.nav import FILE, entries
from tests.checks.pages.unwritten import MARK, nothing_unwritten
from tests.checks.programs.imports import PLAIN

EXAMPLE = "make new PAGE=threads/keep-an-update-whole"
#: Words of a page's name that say nothing in a program's.
SMALL = frozenset("a an and at by for from in is it not of on or the to with your".split())
TODO = MARK.capitalize()
#: Topic and name of a page, with hyphens where a program has underscores.
PAGE_NAME = re.compile(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*")

PAGE = """\
# {todo}: the title, which says what gets done, as in: {title}

{todo}: the lead, two sentences: the trouble, then the cure.

{figures}
## What happens

{todo}: a few short paragraphs with named actors, causes in order.

Works on
:   [[{stem}.marks]]

## When not to use it

{todo}: who should do what instead, with a link to it.

## See also

- {todo}: at most three links, each with its reason.
"""
PROGRAM = '''\
"""{todo}: what the program shows, in one full sentence."""


def shown() -> str:
    return "{mark}: {what}"


def main() -> None:
    print(shown())


if __name__ == "__main__":
    main()
'''
TEST = '''\
from snippets.{topic}.{name} import shown


def test_{name}() -> None:
    """{todo}: what the page claims beyond the output, as one true sentence."""
    assert shown()
'''


class Refusal(Exception):
    """One line for the person: what is wrong, and what to do."""


@dataclass(frozen=True)
class Article:
    """An article that is to be laid out: its topic, its page's name, its program's name."""

    root: Path
    topic: str
    page: str
    program: str
    broken: bool = False

    @property
    def stem(self) -> str:
        """The stem of the right program."""
        return f"{self.topic}/{self.program}"

    @property
    def stems(self) -> list[str]:
        """Its programs in the order in which the page shows them."""
        return [self.stem + BROKEN, self.stem] if self.broken else [self.stem]

    @property
    def files(self) -> dict[str, str]:
        """The text of each file that is written."""
        stems = "\n".join(self.stems)
        figures = f"```{'pair' if self.broken else 'sample'}\n{stems}\n```\n\n"
        title = self.page.replace("-", " ").capitalize()
        texts = {
            f"docs/{self.topic}/{self.page}.md": PAGE.format(
                todo=TODO, stem=self.stem, title=title, figures=figures.rstrip("\n") + "\n"
            ),
            f"tests/{self.topic}/test_{self.program}.py": TEST.format(
                todo=TODO, topic=self.topic, name=self.program
            ),
        }
        for stem in self.stems:
            what = "what goes wrong" if stem.endswith(BROKEN) else "what it prints on every run"
            texts[f"snippets/{stem}.py"] = PROGRAM.format(todo=TODO, mark=MARK, what=what)
        return texts


def article(page: str, program: str = "", broken: bool = False, root: Path = ROOT) -> Article:
    """The article called `page`; raises `Refusal` where it cannot be laid out."""
    page = page.removeprefix("docs/").removesuffix(".md")
    if not PAGE_NAME.fullmatch(page):
        plain = re.sub(r"[^a-z0-9/]+", "-", page.lower()).strip("-")
        meant = f"PAGE={plain}" if PAGE_NAME.fullmatch(plain) else EXAMPLE
        raise Refusal(
            f"{page!r} is no page's name: a topic, then words in small letters with hyphens"
            f" between them, as in {meant}"
        )
    topic, _, name = page.partition("/")
    listed = entries(root)
    topics = list(dict.fromkeys(entry.topic for entry in listed if entry.topic))
    if topic not in topics:
        raise Refusal(f"there is no topic {topic!r}: choose one of {', '.join(topics)}")
    if (root / "docs" / f"{page}.md").exists() or f"{page}.md" in [one.path for one in listed]:
        raise Refusal(f"there is a page docs/{page}.md: edit it, or give yours another name")
    own = Article(root, topic, name, program or stem_for(name), broken)
    if wrong := unfit(own.program, root):
        raise Refusal(f"{wrong}: name the program for what it shows, PROGRAM=lost_update")
    for file in own.files:
        if (root / file).exists():
            raise Refusal(f"there is a file {file}: name the program otherwise, PROGRAM=...")
    return own


def stem_for(page: str) -> str:
    """What a page's program is called if nobody says: the first words that mean something."""
    words = [word for word in page.split("-") if word not in SMALL]
    return "_".join(words[:3] or page.split("-"))


def unfit(name: str, root: Path) -> str:
    """Why no program can be called `name`, "" if one can."""
    if name in PLAIN:
        return f"{name} is a module of Python's own, and a program {name}.py would replace it"
    if keyword.iskeyword(name):
        return f"{name} is a word of Python's own"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return f"{name!r} is no program's name, which is small letters, digits and '_'"
    if name.endswith(BROKEN):
        return f"{name} ends in {BROKEN}, which BROKEN=1 adds to the wrong one of a pair"
    for stem, sample in samples(root).items():
        if name in (sample.name, sample.name.removesuffix(BROKEN)):
            return f"there is a program {stem}"
    return ""


def lay_out(own: Article) -> list[str]:
    """Write the files and the nav line; the paths that were written."""
    nav = with_page(own)
    for file, text in own.files.items():
        (own.root / file).parent.mkdir(parents=True, exist_ok=True)
        (own.root / file).write_text(text, encoding="utf-8", newline="\n")
    (own.root / FILE).write_text(nav, encoding="utf-8", newline="\n")
    return [*own.files, FILE]


def with_page(own: Article) -> str:
    """mkdocs.yml with the page as the last one of its topic; every other line as it was."""
    lines = (own.root / FILE).read_text(encoding="utf-8").split("\n")
    last = [entry for entry in entries(own.root) if entry.topic == own.topic][-1].line
    indent = re.match(r"\s*-\s+", lines[last - 1])
    if indent is None:
        raise Refusal(f"{FILE}:{last} is not written as '- {own.topic}/page.md': write it so")
    lines.insert(last, f"{indent[0]}{own.topic}/{own.page}.md")
    return "\n".join(lines)


def run(own: Article, interpreters: Sequence[Interpreter]) -> None:
    """Record the programs, and run them wherever they can run; raises `Refusal` if one fails."""
    known = samples(own.root)
    wanted = [known[stem] for stem in own.stems]
    faults = [fault for one in record(wanted, list(interpreters)) for fault in one.faults]
    outcomes = list(run_cells(wanted, interpreters))
    update(own.root / NAME, [matrix_of(outcomes)], samples(own.root))
    faults += [fault for outcome in outcomes for fault in outcome.faults]
    if faults:
        raise Refusal(f"the programs do not run as they are:\n{report(faults)}")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Lay out one article; 2 if that was refused."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.chores.new",
        description="Lays out page, program, test and nav line of a new article.",
    )
    parser.add_argument("page", nargs="?", default="", help="as threads/keep-an-update-whole")
    parser.add_argument("--program", default="", metavar="NAME", help="as lost_update")
    parser.add_argument("--broken", action="store_true", help="with a wrong program beside it")
    options = parser.parse_args(arguments)
    try:
        own = article(options.page, options.program, options.broken, root)
        written = lay_out(own)
        found, _ = find_all(supported(root))
        run(own, list(found.values()) or [ask(sys.executable)])
    except Refusal as refusal:
        print(f"new: {refusal}", file=sys.stderr)
        return 2
    print("Laid out:", *written, sep="\n  ")
    print("Still to be written, by you:")
    for fault in nothing_unwritten(root):
        if fault.where.partition(":")[0] in written:
            print(f"  {fault.where}: {fault.what.removeprefix(f'{MARK}: ')}")
    print("Then:")
    for command in (f"record ONLY={own.stem}", f"matrix ONLY={own.stem}"):
        print(f"  make {command}")
    print(f"  make test ONLY={own.topic}/{own.page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
