"""Every page shows tested programs, types nothing that could be run, and is found in the nav."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recorder import ROOT
from recorder.fault import Fault, report
from tests.checks import markdown, pages
from tests.checks.drawn import parts_are_drawn
from tests.checks.markdown import Page
from tests.checks.messages import no
from tests.checks.prose import belittling_words, typed_numbers


@pytest.mark.parametrize("check", pages.CHECKS)
def test_pages(check: Callable[[Path], list[Fault]]) -> None:
    """What the check is called holds for every page of docs/."""
    no(check(ROOT))


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, id=page.below_docs.removesuffix(".md")) for page in markdown.pages(ROOT)],
)
def test_its_parts_are_drawn(page: Page) -> None:
    """Every figure, tree and name on the page can be drawn."""
    no(parts_are_drawn(page))


def page_of(tmp_path: Path, text: str) -> Page:
    """A page that holds `text`."""
    path = tmp_path / "docs" / "threads" / "page.md"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return Page(tmp_path, path)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        *((text, "duration") for text in ("5 ms", "0.3 seconds", "a millisecond", "half a second")),
        *((text, "duration") for text in ("ten minutes", "10-second", "a few\nseconds", "2s")),
        *((text, "factor") for text in ("3x faster", "8×", "twice as fast", "ten times the work")),
        *((text, "factor") for text in ("by three times", "tenfold", "10-fold", "half the time")),
        *((text, "percentage") for text in ("5 %", "12.5%", "ten percent")),
        *((text, "size of memory") for text in ("4 MB", "16 GiB", "100 bytes", "a thousand bytes")),
        *((text, "Python version") for text in ("3.14", "3.13t", "Python 3", "3.12.1")),
    ],
)
def test_a_typed_number_is_seen(tmp_path: Path, typed: str, kind: str) -> None:
    """The fault names its kind, its line and what was typed."""
    page = page_of(tmp_path, f"# Title\n\nIt takes {typed} here.\n")
    faults = typed_numbers(page)

    assert f"a {kind} typed by hand: '{' '.join(typed.split())[:2]}" in report(faults)
    assert faults[0].where == "docs/threads/page.md:3"


@pytest.mark.parametrize(
    "text",
    [
        "The second thread waits for the first one.",
        "A task that is tried twice prints three times, in one line or in two.",
        "It has two threads, ten deposits and a third visitor; see step 2 of 3.",
        "At one time a second reader came; now and then, hours pass.",
        "`sleep(0.5)`, [[threads/x.python]] and [it](https://x.org/3.14/) are no sentences.",
        "Half of them wait, the other half works.",
        "PEP 703 and issue 12 say so; wait a minute.",
    ],
)
def test_a_count_is_no_measurement(tmp_path: Path, text: str) -> None:
    """Order, counts of events and code are not taken for numbers that were measured."""
    assert report(typed_numbers(page_of(tmp_path, text))) == ""


def test_words_that_belittle_are_seen(tmp_path: Path) -> None:
    """In any case and across lines, but not in code or inside other words."""
    page = page_of(tmp_path, "Just do it, of\ncourse.\n`just`, adjust, easygoing, justice\n")

    assert [fault.what for fault in belittling_words(page)] == [
        "the word 'Just'",
        "the word 'of course'",
    ]
