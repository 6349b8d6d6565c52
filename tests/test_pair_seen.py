"""A pair as a browser shows it: in both schemes and widths, on paper, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from shelf import samples
from shelf.fault import Fault
from tests.checks.site.browser import PATIENCE, browser, served
from tests.checks.site.seen import AXE, NARROW, RULES, RUN_AXE, SIDEWAYS, WIDE
from tests.checks.site.site import Site

STATES: dict[str, dict[str, Any]] = {
    f"{scheme}, {width['width']} px": {"color_scheme": scheme, "viewport": width}
    for scheme in ("light", "dark")
    for width in (WIDE, NARROW)
} | {"print": {}, "scripts off": {"java_script_enabled": False}}
#: The text of a program that is shown as what changes, as an eye sees it, line by line.
SEEN = """code => [...code.childNodes].filter(
    one => one.nodeType === Node.TEXT_NODE || one.checkVisibility()
).map(one => [one.nodeName.toLowerCase(), one.textContent])"""
PAIR = "figure.pair:has(del)"


def seen(page: Page) -> tuple[str, set[str]]:
    """The program in the first pair less what only an ear gets, and the kinds of its parts."""
    code = page.locator(f"{PAIR} code:has(> :is(del, ins))").first
    parts = code.evaluate(SEEN)
    text = "".join(words.removeprefix("comes: ") for _, words in parts)
    return text, {name for name, _ in parts} & {"del", "ins", "small"}


@pytest.mark.parametrize("state", STATES)
def test_a_key_shows_the_whole_program(built: tuple[Site, list[Fault]], state: str) -> None:
    """What changes at first, by one key all of it; nothing is cut, and no rule of axe is broken."""
    site, _ = built
    path, soup = next((path, soup) for path, soup in site.html.items() if soup.select(PAIR))
    right = samples()[str(soup.select(f"{PAIR} code[data-sample]")[1]["data-sample"])]
    with served(site.folder) as address, browser() as chromium:
        context = chromium.new_context(**STATES[state])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address + path.removesuffix("index.html"), wait_until="load")
        if state == "print":
            page.emulate_media(media="print")
            assert right.shown.splitlines()[-1] in seen(page)[0]
            return
        before, kinds = seen(page)
        page.locator(f"{PAIR} .sample-says input").first.focus()
        page.keyboard.press("Space")
        after, whole = seen(page)
        wide = page.evaluate(SIDEWAYS)
        found: list[str] = []
        if state != "scripts off":
            page.evaluate(AXE)
            rules = {"type": "tag", "values": RULES}
            found = page.evaluate(RUN_AXE, [rules, PAIR])
        context.close()

    assert before != right.shown
    assert {"del", "small"} <= kinds
    assert (after, whole & {"del", "small"}) == (right.shown, set())
    assert (wide <= 0, found) == (True, [])
