"""`make serve` shows an edit by drawing what it concerns, and nothing that it shows is old."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.site.serving import Server, serving
from tests.drill.tree import lay_out
from theme.host import live

PAGE = "docs/threads/index.md"
TALLY = "snippets/threads/tally.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout of its own."""
    return lay_out(tmp_path / "checkout")


@pytest.fixture
def server(checkout: Path) -> Iterator[Server]:
    """Its site, served."""
    with serving(checkout) as server:
        yield server


def replaced(file: Path, old: str, new: str) -> str:
    """The text of a file with `new` in place of `old`, which has to be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_only_the_page_that_was_edited_is_drawn(checkout: Path, server: Server) -> None:
    """Its file is the one that is written, and it is what a full build makes of it."""
    before = server.files
    page = checkout / PAGE
    server.save(page, replaced(page, "A lock keeps both.", "A lock keeps them."))
    after = server.files
    _, drawn = after["threads/index.html"]
    settings = checkout / "mkdocs.yml"
    server.save(settings, settings.read_text(encoding="utf-8") + "\n")  # builds all anew

    assert [path for path in after if before.get(path) != after[path]] == ["threads/index.html"]
    assert before.keys() == after.keys()
    assert b"A lock keeps them." in drawn
    assert drawn == server.files["threads/index.html"][1]


def test_a_page_that_is_asked_for_is_as_new_as_what_it_takes_from_others(
    checkout: Path, server: Server
) -> None:
    """A new title stands in the navigation of the next page that is looked at."""
    page = checkout / PAGE
    server.save(page, replaced(page, "# Count votes", "# Count ballots"))
    other = server.get("threads/wrong/")
    catalogue = server.get("programs/")

    assert "Count ballots" in other
    assert "Count votes" not in other + catalogue


def test_a_program_that_is_edited_is_shown_with_its_old_record_marked(
    checkout: Path, server: Server
) -> None:
    """Page and terminal say how to record it; its download and its line elsewhere are new."""
    program = checkout / TALLY
    server.save(program, replaced(program, "keeps both votes", "keeps each vote"))
    page = server.get("threads/")
    stale = "⚠ stale, the program was edited since: make record ONLY=threads/tally"

    assert page.count("⚠ stale") == 1
    assert stale in page
    assert stale.replace("record", "trace") in server.get("threads/in-time/")
    assert "keeps each vote" in page
    assert "votes that were counted: 2" in page
    told = "snippets/threads/tally.txt is older than its program: make record ONLY=threads/tally"
    assert told in server.log
    assert told.replace(".txt", ".trace.json").replace("record", "trace") in server.log
    assert "keeps each vote" in server.get("programs/")
    assert server.get("programs/threads/tally.py") == program.read_text(encoding="utf-8")


def test_a_transcript_that_is_newer_is_not_marked(checkout: Path, server: Server) -> None:
    """Recording writes it, or touches it where the program prints the same as before."""
    program, transcript = checkout / TALLY, checkout / "snippets/threads/tally.txt"
    server.save(program, replaced(program, "keeps both votes", "keeps each vote"))
    text = transcript.read_text(encoding="utf-8")
    server.save(transcript, text)

    assert "stale" not in server.get("threads/")


def test_a_page_with_a_fault_shows_the_fault(checkout: Path, server: Server) -> None:
    """Until it is mended; the server goes on, and so do the other pages."""
    page = checkout / PAGE
    good = page.read_text(encoding="utf-8")
    server.save(page, replaced(page, "threads/tally\n```", "threads/taly\n```"))
    shown, other = server.get("threads/"), server.get("threads/wrong/")
    server.save(page, good)

    assert "docs/threads/index.md:10: there is no program" in shown
    assert "threads/tally" in shown  # the nearest name
    assert "At the door" in other or "<h1" in other
    assert "A lock keeps both." in server.get("threads/")


def test_a_page_that_comes_is_built_with_the_whole(checkout: Path, server: Server) -> None:
    """What cannot be built is said on every page, and the next save is tried whole again."""
    page = checkout / "docs/threads/new.md"
    server.save(page, "# New\n\n[[threads/nothing]]\n")
    told = server.get("threads/")
    server.save(page, "# New\n\nIt stands.\n")

    assert "docs/threads/new.md:3: there is no program" in told
    assert "It stands." in server.get("threads/new/")
    assert "A lock keeps both." in server.get("threads/")


@pytest.mark.parametrize(
    ("name", "changed", "comes"),
    [
        ("docs/threads/index.md", True, False),
        ("docs/assets/icon.svg", False, False),
        ("snippets/threads/tally.py", True, False),
        ("snippets/threads/tally.txt", True, True),
        ("mkdocs.yml", False, False),
        ("theme/site/main.html", False, False),
    ],
)
def test_what_pages_show_is_told_from_what_makes_the_site(
    name: str, changed: bool, comes: bool
) -> None:
    """A page or a program that comes or goes concerns the whole site; a transcript does not."""
    assert live._text_of_a_page(name, other=False) == changed
    assert live._text_of_a_page(name, other=True) == comes


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "index.html"),
        ("", "index.html"),
        ("/threads/", "threads/index.html"),
        ("/threads/a%20b/", "threads/a b/index.html"),
        ("/assets/theme.js", "assets/theme.js"),
    ],
)
def test_an_address_leads_to_a_file(address: str, place: str) -> None:
    assert live.place_of(address) == place
