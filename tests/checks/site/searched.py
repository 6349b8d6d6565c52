"""What the site's own search finds, in a browser, for what people type and paste."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from shelf.fault import Fault
from tests.checks.site.browser import PATIENCE, browser, served
from tests.checks.site.site import Site

FILE = Path(__file__).resolve().parents[2] / "queries.toml"
#: The answering page is among as many results.
FIRST = 3


@dataclass(frozen=True)
class Query:
    """What somebody types, the page that has to be found, and the rank of the need."""

    typed: str
    page: str
    need: int = 0


@cache
def queries() -> list[Query]:
    """All queries of the file."""
    with FILE.open("rb") as file:
        return [Query(**entry) for entry in tomllib.load(file)["query"]]


def search(page: Page, address: str, typed: str) -> list[str]:
    """The pages that are found for a text, best first, in the box of the page that is open."""
    box = page.locator("#search input")
    box.fill("")
    page.locator("#search-results li").first.wait_for(state="detached")
    # a paste into a box of one line; the script makes blanks of line ends
    page.evaluate("text => navigator.clipboard.writeText(text)", typed)
    box.press("ControlOrMeta+v")
    page.locator("#search-results .search-said:not(:empty)").wait_for()
    ways = page.locator("#search-results ol a").all()
    return [str(way.get_attribute("href")).removeprefix(address) for way in ways]


@dataclass(frozen=True)
class Answer:
    """What the box shows: the line above the results, where they lead, and their text."""

    said: str
    ways: list[str]
    shown: list[str]


def answers(site: Site, texts: list[str]) -> dict[str, tuple[str, list[str], list[str]]]:
    """What the box shows for each of some texts."""
    with _box(site) as (page, address):
        told = {}
        for text in texts:
            ways = search(page, address, text)
            said = page.locator("#search-results .search-said").inner_text()
            told[text] = (said, ways, page.locator("#search-results li").all_inner_texts())
        return told


def found(site: Site, asked: list[Query]) -> dict[str, list[str]]:
    """What is found for some queries."""
    with _box(site) as (page, address):
        return {query.typed: search(page, address, query.typed) for query in asked}


@contextmanager
def _box(site: Site) -> Iterator[tuple[Page, str]]:
    """The landing page with its search open, and its address."""
    with served(site.folder) as address, browser() as chromium:
        context = chromium.new_context()
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address, wait_until="load")
        page.locator("#search input").focus()
        page.locator("#search-results .search-said").wait_for(state="attached")
        yield page, address


def unfound(results: dict[str, list[str]]) -> list[Fault]:
    """The queries of these whose page is not among the first results."""
    lines = FILE.read_text(encoding="utf-8").split("\n")
    faults = []
    for query in queries():
        if query.typed not in results:
            continue
        pages = [way.partition("#")[0] for way in results[query.typed][:FIRST]]
        if query.page not in pages:
            first = query.typed.strip().split("\n")[0]
            line = next((n for n, text in enumerate(lines, 1) if first in text), 1)
            faults.append(
                Fault(
                    f"{first!r} finds {', '.join(pages) or 'nothing'}, and not {query.page}",
                    f"tests/queries.toml:{line}",
                    "whoever asks so does not get to the answer that stands here",
                    f"write it in the page's words, or into its front matter: also: {first[:40]}",
                )
            )
    return faults
