"""Says to a reviewer what a change changes: pages, programs, transcripts, and how to look at it.

    python -m tests.chores.summary         against HEAD^1, the base of a pull request's merge
    python -m tests.chores.summary BASE    against another commit

It prints Markdown.  The check of a pull request appends it to the summary.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shelf import ROOT
from shelf.words import counted
from theme.book.library import book

#: Lines of one transcript's diff, and of all of them, that are shown.
MOST, MOST_IN_ALL = 60, 1500
WORDS = {"A": "new", "D": "removed", "M": "changed", "R": "renamed", "T": "changed", "C": "new"}


@dataclass(frozen=True)
class Change:
    """One file: what happened to it, its path now, and lines added and removed."""

    words: str
    path: str
    added: int = 0
    removed: int = 0

    @property
    def lines(self) -> str:
        """How many lines came and went."""
        return f"+{self.added} -{self.removed}"


def git(root: Path, *words: str) -> str:
    """What git answers about the checkout at `root`; raises `CalledProcessError` if it fails."""
    command = ["git", "-c", "core.quotepath=off", *words]
    done = subprocess.run(
        command, cwd=root, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    return done.stdout


def changes(root: Path, base: str) -> list[Change]:
    """Every file that differs between `base` and HEAD, by path."""
    counts = {}
    fields = iter(git(root, "diff", "-M", "-z", "--numstat", base, "HEAD", "--").split("\0"))
    for field in fields:
        if not field:
            continue
        added, removed, path = field.split("\t")
        if not path:  # renamed: the old and the new path follow
            _, path = next(fields), next(fields)
        counts[path] = (_number(added), _number(removed))
    found = []
    fields = iter(git(root, "diff", "-M", "-z", "--name-status", base, "HEAD", "--").split("\0"))
    for status in fields:
        if not status:
            continue
        path = next(fields)
        if status[0] in "RC":
            path = next(fields)
        found.append(Change(WORDS.get(status[0], "changed"), path, *counts.get(path, (0, 0))))
    return sorted(found, key=lambda change: change.path)


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() else 0


def summary(root: Path, base: str) -> str:
    """The whole text."""
    found = changes(root, base)
    pages = {c.path: c for c in found if re.fullmatch(r"docs/.+\.md", c.path)}
    programs = [c for c in found if re.fullmatch(r"snippets/[^/]+/[^/]+\.py", c.path)]
    transcripts = [c for c in found if re.fullmatch(r"snippets/[^/]+/[^/]+\.txt", c.path)]
    others = [c for c in found if c not in (*pages.values(), *programs, *transcripts)]
    stems = sorted({_stem(change.path) for change in (*programs, *transcripts)})
    shown = {stem: sorted({s.path for s, _ in book(root).places(stem)}) for stem in stems}
    parts = ["## What this change changes\n"]
    parts += _section("Pages", _pages(pages, shown))
    parts += _section("Programs", _programs(root, found, shown))
    parts += _section("Transcripts", _transcripts(root, base, transcripts))
    if others:
        rows = [f"- {code(change.path)} {change.words}, {change.lines}" for change in others]
        parts.append(unfold(counted(len(others), "other file"), "\n".join(rows)))
    if not found:
        parts.append(f"No file differs from {code(base)}.\n")
    first = next(iter([*pages, *(f"docs/{p}" for own in shown.values() for p in own)]), "")
    return "\n".join([*parts, look(address(first))])


def _section(title: str, rows: Iterable[str]) -> list[str]:
    text = "\n".join(rows)
    return [f"### {title}\n\n{text}\n"] if text else []


def _stem(path: str) -> str:
    """The program that a file of snippets/ belongs to."""
    return path.removeprefix("snippets/").partition(".")[0]


def address(page: str) -> str:
    """Where a page of docs/ stands on the site."""
    path = page.removeprefix("docs/").removesuffix(".md")
    return path + "/" if path and not re.search(r"(^|/)index$", path) else path[: -len("index")]


def _pages(pages: dict[str, Change], shown: dict[str, list[str]]) -> Iterator[str]:
    for path, change in pages.items():
        yield f"- {code(path)} {change.words}, {change.lines}"
    drawn: dict[str, list[str]] = {}
    for stem, places in shown.items():
        for place in places:
            drawn.setdefault(f"docs/{place}", []).append(code(stem))
    for path, stems in sorted(drawn.items()):
        if path not in pages:
            yield f"- {code(path)} shows {', '.join(stems)}"


def _programs(root: Path, found: list[Change], shown: dict[str, list[str]]) -> Iterator[str]:
    by_path = {change.path: change for change in found}
    for stem, places in shown.items():
        own = by_path.get(f"snippets/{stem}.py")
        parts = [f"{own.words}, {own.lines}" if own else "program as before"]
        told = [c.words for c in found if c.path.endswith(".txt") and _stem(c.path) == stem]
        there = (root / "snippets" / f"{stem}.txt").exists()
        parts.append(
            f"transcript {', '.join(told)}"
            if told
            else "transcript as before"
            if there
            else "no transcript"
        )
        names = ", ".join(code(f"docs/{place}") for place in places)
        parts.append(f"shown on {names}" if places else "shown on no page")
        yield f"- {code(stem)}: {'; '.join(parts)}"


def _transcripts(root: Path, base: str, found: list[Change]) -> Iterator[str]:
    left = MOST_IN_ALL
    for change in found:
        words = ("diff", "-M", "--unified=3", base, "HEAD", "--", change.path)
        lines = git(root, *words).splitlines()
        start = next((n for n, line in enumerate(lines) if line.startswith("@@")), len(lines))
        lines = lines[start:]
        most = min(MOST, left)
        if len(lines) > most:
            lines[most:] = [f"... and {len(lines) - most} more lines"]
        left = max(left - len(lines), 0)
        name = f"<code>{escape(change.path)}</code> {change.words}, {change.lines}"
        yield unfold(name, fenced("diff", "\n".join(lines)), html=True)


def look(path: str) -> str:
    """How to see the site that this change makes."""
    return (
        "### Look at it\n\n"
        "- Here: download the artifact `site` at the end of this page, then\n"
        "  `unzip site.zip -d site && python -m http.server -d site 8000`\n"
        f"  and open {code('http://127.0.0.1:8000/' + path)}.\n"
        "- In a clone: `gh pr checkout` with this pull request's number, then `make serve`.\n"
    )


# What a stranger wrote stays text


def code(text: str) -> str:
    """`text` as it is, whatever signs are in it."""
    return f"<code>{escape(text)}</code>" if re.search(r"[^\w./:-]", text) else f"`{text}`"


def escape(text: str) -> str:
    """No tag, no mark, no line end."""
    return re.sub(r"[^\w./: -]", lambda sign: f"&#{ord(sign[0])};", text)


def fenced(language: str, text: str) -> str:
    """A block that `text` cannot end."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}{language}\n{text}\n{fence}"


def unfold(title: str, text: str, html: bool = False) -> str:
    """A part that is closed until somebody opens it."""
    title = title if html else escape(title)
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>\n"


def main() -> int:
    """Print the summary; 2 where git cannot compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.chores.summary")
    parser.add_argument("base", nargs="?", default="HEAD^1", help="a commit (HEAD^1)")
    options = parser.parse_args()
    try:
        text = summary(ROOT, options.base)
    except subprocess.CalledProcessError as error:
        words = f"summary: git cannot compare with {options.base}: {error.stderr.strip()}"
        print(f"{words} (in a workflow: fetch-depth: 2)", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
