"""Every page shows tested programs, types nothing that could be run, and is found in the nav."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import ROOT
from shelf.fault import Fault, report
from tests.checks.pages import (
    fences,
    guides,
    kept,
    looked,
    markdown,
    measured,
    paired,
    referred,
    shown,
)
from tests.checks.pages.drawn import parts_are_drawn
from tests.checks.pages.markdown import Page
from tests.checks.pages.prose import belittling_words, typed_numbers
from tests.checks.work.messages import no

ROOMS = (shown, paired, fences, guides, referred, measured, kept, looked)


@pytest.mark.parametrize("check", [check for room in ROOMS for check in room.CHECKS])
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
        *((text, "Python version") for text in ("3.14", "3.13t", "Python 3", "3.12.1", "py314")),
        *((text, "Python version") for text in ("CPython 3", "cp313t", "python-3.14", "PyPy 3")),
        ("a tenth of the time", "factor"),
    ],
)
def test_a_typed_number_is_seen(tmp_path: Path, typed: str, kind: str) -> None:
    """The fault names its kind, its line and what was typed."""
    page = page_of(tmp_path, f"# Title\n\nIt takes {typed} here.\n")
    faults = typed_numbers(page)

    assert f"a {kind} typed by hand: '{' '.join(typed.split())[:2]}" in report(faults)
    assert faults[0].where == "docs/threads/page.md:3"


@pytest.mark.parametrize(
    ("typed", "kind", "seen"),
    [
        ("`3.14`", "Python version", "3.14"),
        ("`5 ms`", "duration", "5 ms"),
        ("`3x`", "factor", "3x"),
        ("`>=3.14`", "Python version", ">=3.14"),
        ("3&#46;14", "Python version", "3.14"),
        ("5&nbsp;ms", "duration", "5 ms"),
        ("**3**.15", "Python version", "3.15"),
        ("5 *ms*", "duration", "5 ms"),
        ("_5_ ms", "duration", "5 ms"),
        ("3\\.14", "Python version", "3.14"),
        ("3.<!-- -->14", "Python version", "3.14"),
    ],
)
def test_a_typed_number_is_seen_in_every_dress(
    tmp_path: Path, typed: str, kind: str, seen: str
) -> None:
    """As code, as an entity, in bold: a reader reads the number."""
    (fault,) = typed_numbers(page_of(tmp_path, f"# Title\n\nIt takes\n{typed} here.\n"))

    assert fault.where == "docs/threads/page.md:4"
    assert fault.what.startswith(f"a {kind} typed by hand: '{seen[:2]}")


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
        "`python -X gil=1 which_build.py`, `t1` and `int(3.5)` are code; some_3_names too.",
    ],
)
def test_a_count_is_no_measurement(tmp_path: Path, text: str) -> None:
    """Order, counts of events and code are not taken for numbers that were measured."""
    assert report(typed_numbers(page_of(tmp_path, text))) == ""


@pytest.mark.parametrize(
    "text",
    [
        "<https://example.org/> and `<pre>` and <!-- a <div> --> and 1 < 2 > 0.",
        "```text\n<pre>\n```",
        "```console\npython x.py\n```\n\n```console\n$ a \\\n  --b\n$ c\n```",
        '```ini\n[a]\nb = c\n```\n\n```toml\nx = ["y"]\n```\n\n```yaml\na: b\n```',
    ],
)
def test_what_is_no_program_may_be_typed(tmp_path: Path, text: str) -> None:
    """Addresses, commands and settings pass."""
    page_of(tmp_path, f"# Title\n\n{text}\n")
    checks = (guides.no_raw_html, fences.only_commands, fences.spelt_as_python)

    assert [fault for check in checks for fault in check(tmp_path)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ini", "; not all of it\nimport threading\nx"),
        ("yaml", "a: b\n\nfor x in y:\n  z"),
        ("toml", "[tool]\nfrom threading import Lock, Thread"),
        ("make", "async def main() -> None:"),
    ],
)
def test_python_is_seen_in_any_fence(tmp_path: Path, language: str, text: str) -> None:
    """Even where what stands around it is none."""
    page_of(tmp_path, f"# Title\n\n```{language}\n{text}\n```\n")

    assert "Python in a fence called" in report(fences.spelt_as_python(tmp_path))


@pytest.mark.parametrize("tag", ["<pre>x</pre>", "<samp>", "<br/>", "<div\nclass='a'>"])
def test_raw_html_is_seen(tmp_path: Path, tag: str) -> None:
    """Whatever the tag, and across lines."""
    page_of(tmp_path, f"# Title\n\nThis: {tag}\n")

    assert guides.no_raw_html(tmp_path)[0].where == "docs/threads/page.md:3"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("A fork takes [[a/b_timing.spawn / fork | 2..9]] as long as a spawn.", "as long as"),
        ("A fork takes [[a/b_timing.spawn / fork | 2..9]] the time of a spawn.", "the time of"),
        ("A spawn is [[a/b_timing.spawn / fork | 2..9]] as fast as a fork.", "as fast as"),
        ("A spawn takes [[a/b_timing.spawn / fork | 2..9]] as long as a fork.", ""),
        ("A fork is [[a/b_timing.spawn / fork | 2..9]] as fast as a spawn.", ""),
        ("A start takes [[a/b_timing.spawn / fork | 2..9]] as long by spawn as by fork.", ""),
        ("Pools take [[a/b_timing.x 1 / x 2 | 2..9]] as long as others.", ""),
    ],
)
def test_a_ratio_is_told_its_way_round(tmp_path: Path, text: str, way: str) -> None:
    """The upper one takes so many times as long, and the lower one is so many times as fast."""
    page_of(tmp_path, f"# Title\n\n{text}\n")
    faults = measured.ratios_are_told_their_way_round(tmp_path)

    assert [fault.what.partition(" the other way")[0] for fault in faults] == (
        [f"says {way!r}"] if way else []
    )


def test_words_that_belittle_are_seen(tmp_path: Path) -> None:
    """In any case and across lines, but not in code or inside other words."""
    page = page_of(tmp_path, "Just do it, of\ncourse.\n`just`, adjust, easygoing, justice\n")

    assert [fault.what for fault in belittling_words(page)] == [
        "the word 'Just'",
        "the word 'of course'",
    ]
