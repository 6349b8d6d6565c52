"""What stands beside the pages: each page as Markdown, their list, and the feed."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest

from shelf import ROOT, samples
from shelf.shelf import TOPICS
from tests.checks.pages.markdown import pages
from theme.beside import feed as feed_module
from theme.beside import plain
from theme.beside.feed import feed
from theme.beside.titles import titles
from theme.book.fences import outside
from theme.book.history import Change, History
from theme.parts import PARTS
from theme.parts.message import messages, words_of

#: The fences that are pictures.
TOLD = ("chart", "timeline")


@cache
def written() -> dict[str, str]:
    """Every file as it would be written."""
    return plain.pages(ROOT)


def test_a_page_as_markdown_holds_its_programs_and_transcripts() -> None:
    """All of them, byte for byte, on the page that shows them."""
    known = samples(ROOT)
    missing = [
        (page.name, fence.stem)
        for page in pages(ROOT)
        for fence in page.samples
        for text in (known[fence.stem].shown, *map(str, known[fence.stem].transcripts().values()))
        if f"\n{text.rstrip()}\n```" not in written()[plain.place(page.below_docs)]
    ]

    assert missing == []


def test_a_page_as_markdown_holds_all_that_people_wrote() -> None:
    """Before, between and after its fences; a line with a link or a name reads otherwise."""
    lost = []
    for page in pages(ROOT):
        prose = plain.FRONT_MATTER.sub("", page.text).strip().split("\n")
        told = {*written()[plain.place(page.below_docs)].split("\n")}
        own = [prose[number - 1] for number, _ in outside(prose)]
        lost += [(page.name, line) for line in own if "[" not in line and line not in told]

    assert lost == []


def test_nothing_of_ours_is_left_in_it() -> None:
    """No fence and no name that only the theme understands."""
    left = [
        (path, match[0])
        for path, text in written().items()
        for match in re.finditer(rf"(?m)^```(?:{'|'.join(PARTS)})\b.*$", text)
    ]

    assert left == []


def test_a_picture_is_told_in_its_own_words() -> None:
    """A chart by its sentence, a timeline by its caption."""
    pictures = [f for page in pages(ROOT) for f in page.fences if f.language in TOLD]
    told = sum(len(re.findall(r"(?m)^\(Picture: .{20,}\)$", text)) for text in written().values())

    assert len(pictures) > 10
    assert told == len(pictures)


def test_its_links_lead_to_pages() -> None:
    """Whatever they name as Markdown is written too; all else is a folder of the site."""
    lost = []
    for path, text in written().items():
        prose = re.sub(r"(?ms)^```.*?^```$|`[^`\n]*`", "", text)
        for there in re.findall(r"\]\(([^():\s#]+\.md)", prose):
            parts: list[str] = []
            for part in (PurePosixPath(path).parent / there).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            if "/".join(parts) not in written():
                lost.append((path, there))

    assert lost == []


def test_the_list_names_every_page() -> None:
    """Once, with a sentence."""
    lines = re.findall(r"(?m)^- \[.+?\]\((.+?)\): .+", written()[plain.LIST])

    assert sorted(lines) == sorted(written().keys() - {plain.LIST, "index.md"})


def test_the_list_goes_by_topic() -> None:
    """What stands in no topic comes first, each topic begins with its own page, lists end it."""
    ways: dict[str, list[list[str]]] = {}
    for part in written()[plain.LIST].split("\n## ")[1:]:
        heading, *lines = part.split("\n")
        ways.setdefault(heading, []).append(re.findall(r"\]\((.+?)\)", "\n".join(lines)))
    first, last = ways["Reference"]

    assert list(ways)[1:] == [topic.capitalize() for topic in (*TOPICS, "errors")]
    assert [plain.place(path) for path in ("glossary.md", *plain.REGISTERS)] == last
    assert first == sorted(first)
    for topic in (*TOPICS, "errors"):
        ((begin, *others),) = ways[topic.capitalize()]
        assert begin == f"{topic}/index.md"
        assert others == sorted(others)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("index.md", "index.md"),
        ("threads/index.md", "threads/index.md"),
        ("threads/hand-work-over.md", "threads/hand-work-over/index.md"),
        ("threads/stop.md", "threads/stop/index.md"),
    ],
)
def test_a_page_as_markdown_stands_in_the_folder_of_its_page(path: str, place: str) -> None:
    assert plain.place(path) == place


def test_wordings_of_a_message_are_told_apart_where_there_are_several() -> None:
    """By the Pythons that print them; a single one needs no name."""
    known = samples(ROOT)
    numbers = set()
    for page in pages(ROOT):
        for fence in page.fences:
            if fence.language == "message":
                text = written()[plain.place(page.below_docs)]
                found = messages(known[fence.stem], words_of(fence))
                numbers.add(min(len(found), 2))
                for labels in found.values():
                    label = f" ({', '.join(labels)})" if len(found) > 1 else ""
                    assert f"\nAs printed{label}:\n" in text

    assert numbers == {1, 2}


def test_the_titles_are_of_pages() -> None:
    """A message or a term, which the search finds on its own, is a part of one."""
    pages = [["errors/", "Errors", "lead", "also", []], ["errors/#lost", "Lost", "", "", []]]

    assert json.loads(titles(json.dumps(pages))) == [["errors/", "Errors"]]


def test_the_feed_is_of_its_newest_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looks at the day alone sees whether there is something new."""
    days = ("2026-03-01", "2026-02-01", "2026-01-01")
    told = [Change(day, f"Tell of {day}", ()) for day in days]
    monkeypatch.setattr(feed_module, "history", lambda root: History(tuple(told)))
    monkeypatch.setattr(feed_module, "entry", lambda library, change: change.subject)
    whole = ElementTree.fromstring(feed(ROOT, "https://example.org/"))
    entries = [tag.findtext("{*}updated") for tag in whole.findall("{*}entry")]

    assert entries == [f"{change.day}T00:00:00Z" for change in told]
    assert whole.findtext("{*}updated") == entries[0] == max(filter(None, entries))


def test_the_feed_is_the_same_each_time() -> None:
    """It is well-formed, and its entries have addresses of their own."""
    text = feed(ROOT, "https://example.org/")
    ids = [tag.text for tag in ElementTree.fromstring(text).findall(".//{*}id")]

    assert len(ids) == len(ElementTree.fromstring(text).findall("{*}entry")) + 1
    assert text == feed(ROOT, "https://example.org/")
    assert len(set(ids)) == len(ids)
