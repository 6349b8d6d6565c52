"""A program that does not stand whole at first, as a browser shows it."""

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
CUT = "figure.sample:has([hidden='until-found'])"
#: How many parts of a program have no height.
UNSEEN = """figure => [...figure.querySelectorAll("code[data-sample] [hidden]")].filter(
    part => part.getBoundingClientRect().height < 4).length"""


def unseen(page: Page) -> int:
    """How many parts of the first program that is cut are not seen."""
    return int(page.locator(CUT).first.evaluate(UNSEEN))


@pytest.mark.parametrize("state", STATES)
def test_a_key_or_the_address_shows_all_of_it(built: tuple[Site, list[Fault]], state: str) -> None:
    """On paper all stands; Copy takes the whole, and no rule of axe is broken."""
    site, _ = built
    path, soup = next((path, soup) for path, soup in site.html.items() if soup.select(CUT))
    figure = soup.select(CUT)[0]
    program = samples()[str(figure.select("code[data-sample]")[0]["data-sample"])]
    found: list[str] = []
    with served(site.folder) as address, browser() as chromium:
        context = chromium.new_context(**STATES[state])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address + path.removesuffix("index.html"), wait_until="load")
        if state == "print":
            page.emulate_media(media="print")
            assert unseen(page) == 0
            return
        before = unseen(page)
        page.locator(f"{CUT} .sample-all input").first.focus()
        page.keyboard.press("Space")
        after = unseen(page)
        wide = page.evaluate(SIDEWAYS)
        if state != "scripts off":
            page.evaluate(AXE)
            found = page.evaluate(RUN_AXE, [{"type": "tag", "values": RULES}, CUT])
        page.goto(address + path.removesuffix("index.html") + f"?1#{figure['id']}")
        led = unseen(page)
        context.close()

    assert before
    assert (after, led) == (0, 0)
    assert (wide <= 0, found) == (True, [])
    assert figure.select("code[data-sample]")[0].get_text() == program.shown
