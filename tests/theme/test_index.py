"""The search index of a page: its sections, what each says, and which of its words are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from theme.beside.search import Section, _about, _names, entries, sections, words
from theme.book.library import book

PAGE = """<html><body><p>Outside.</p><article>
<h1 id="lock">Keep it whole<a href="#lock">#</a></h1>
<p class="lead">A chip.</p>
<p>Two threads lose an update. A <code>Lock</code> keeps
it. So it does.</p><ul><li>One</li><li>two</li></ul>
<figure><figcaption>Broken on purpose</figcaption><p>not lead</p>
<pre><code>with lock_of_all: pass</code></pre>
<code data-transcript="x">Traceback of it</code><label>Whole</label>after</figure>
<p>Below it.</p>
<h2 id="more">And <em>more</em></h2>
<p class="message-programs">threads_pool</p><p>Then <svg><text>Drawn</text></svg>this.</p>
</article><p>After.</p></body></html>"""
MESSAGES = """<article><h1>Errors</h1><p>Find yours.</p>
<h2 id="lost">It is lost</h2>
<p><samp>KeyError: 1</samp><samp>KeyError: 2</samp><samp>KeyError: 1</samp></p>
<dl><dt>Cause</dt><dd>It was gone. Since when?</dd><dt>Cure</dt><dd>Look first. Then take.</dd></dl>
<h2 id="bare">Bare</h2><p>Only this. No more.</p></article>"""


def test_a_page_is_read_section_by_section() -> None:
    """Its title, what its prose says line by line, and apart from that the names in programs."""
    top, more = sections(PAGE)

    assert [(one.anchor, one.title) for one in (top, more)] == [
        ("lock", "Keep it whole#"),
        ("more", "And more"),
    ]
    assert [line.strip() for line in top.prose.split("\n") if line.strip()] == [
        *("A chip.", "Two threads lose an update. A Lock keeps it. So it does.", "One", "two"),
        "Below it.",
    ]
    assert top.first == "Two threads lose an update. A Lock keeps\nit. So it does."
    assert top.code >= {"lock_of_all", "lock", "with", "pass", "not", "lead", "after"}
    assert not top.code & {"broken", "traceback", "whole"}
    assert (more.prose.strip(), more.code) == ("Then this.", {"threads_pool", "threads", "pool"})


def test_a_word_ends_with_its_line() -> None:
    """Also where a break is all that parts it from the next."""
    (one,) = sections('<article><h1 id="a">A</h1><p>An update.<br>A lock.</p></article>')

    assert (one.prose.strip(), one.first) == ("An update. A lock.", "An update. A lock.")


def test_messages_causes_and_cures_are_told_apart() -> None:
    _, lost, bare = sections(MESSAGES)

    assert lost.messages == ["KeyError: 1", "KeyError: 2", "KeyError: 1"]
    assert lost.wordings() == ["KeyError: 1", "KeyError: 2"]
    assert lost.told == ["It was gone. Since when?", "Look first. Then take."]
    assert "Cause" not in lost.prose and "KeyError" not in lost.prose
    assert (bare.told, bare.messages, bare.first) == ([], [], "Only this. No more.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lock.acquire(7)", {"lock", "acquire"}),
        ("max_workers a x1", {"max_workers", "max", "workers", "x1"}),
        ("__main__ _a_", {"main"}),
        ("", set()),
    ],
)
def test_a_name_is_found_whole_and_in_parts(text: str, found: set[str]) -> None:
    """A single letter is no word."""
    assert words(text) == found


def test_of_a_section_only_what_says_more_is_packed() -> None:
    """Names of the library that its prose has not; nothing empty at its end."""
    code = {"lock", "join", "total", "pool"}
    one = Section("a", " The  lock #", prose=" one \n\n two ", code=code)

    assert one.packed({"lock", "pool", "join"}) == ["a", "The lock", "one\ntwo", "join pool"]
    assert one.packed(set()) == ["a", "The lock", "one\ntwo"]
    assert Section("", "", messages=["E: 1", " ", "E: 1"]).packed(set()) == ["", "", "", "", "E: 1"]
    assert Section().packed({"lock"}) == []


def test_a_page_is_one_entry_with_all_of_its_sections() -> None:
    ((address, title, lead, also, packed),) = entries("threads/x/", sections(PAGE), set(), "races")

    assert (address, title, also) == ("threads/x/", "Keep it whole", "races")
    assert lead == "Two threads lose an update."
    assert isinstance(packed, list)
    assert [part[:2] for part in packed] == [["lock", "Keep it whole"], ["more", "And more"]]


def test_a_register_is_found_by_its_title_and_its_lead() -> None:
    ((*about, packed),) = entries("names/", sections(PAGE), set(), register=True)

    assert about[:2] == ["names/", "Keep it whole"]
    assert packed == []
    assert [*entries("none/", [], set())] == []


@pytest.mark.parametrize("address", ["errors/threads/", "glossary/", "myths/"])
def test_on_a_page_that_is_a_list_each_section_is_an_entry(address: str) -> None:
    """Led by its cure, and found by its cause, too; the list of all messages is one page."""
    top, lost, bare = entries(address, sections(MESSAGES), set())
    ((*_, whole),) = entries("errors/", sections(MESSAGES), set())

    assert top == [address, "Errors", "Find yours.", "", [["", "Errors", "Find yours."]]]
    assert lost[:4] == [
        *(f"{address}#lost", "It is lost", "Look first. Then take.", "It was gone. Since when?"),
    ]
    assert bare[:4] == [f"{address}#bare", "Bare", "Only this. No more.", ""]
    assert isinstance(whole, list)
    assert [part[0] for part in whole] == ["", "lost", "bare"]


def test_names_are_those_of_the_page_that_lists_them(tmp_path: Path) -> None:
    """Where a generator made none, there are none."""
    assert _names(tmp_path) == set()
    (tmp_path / "names").mkdir()
    (tmp_path / "names/index.html").write_text(
        "<a><code>Lock.acquire</code></a> <code>not_linked</code>", encoding="utf-8"
    )
    assert _names(tmp_path) == {"lock", "acquire"}


def test_words_that_lead_to_a_page_stand_in_its_front_matter(checkout: Path) -> None:
    """A page that nobody wrote has none, and is found by its title."""
    front = "---\ntitle: x\nalso: races, torn updates\nhide: [edit]\n---\n\n# Page\n"
    (checkout / "docs/threads/page.md").write_text(front)
    (checkout / "docs/threads/index.md").write_text(front.replace("also", "other"))
    library = book(checkout)

    assert _about(library, "threads/page/") == (False, "races, torn updates")
    assert _about(library, "threads/") == _about(library, "threads/other/") == (False, "")
    assert _about(library, "") == (False, "")
    assert _about(library, "names/") == (True, "")
