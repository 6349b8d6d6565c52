"""A program that does not stand whole at first, as a browser shows it."""

from __future__ import annotations

from typing import Any

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


def looked_at(page: Page, address: str, figure: str, state: str) -> dict[str, Any]:
    """What of the first program that is cut is not seen, and what else is wrong, in a state."""
    page.set_default_timeout(PATIENCE)
    page.goto(address, wait_until="load")
    if state == "print":
        page.emulate_media(media="print")
        return {"on paper": unseen(page)}
    told: dict[str, Any] = {"cut at first": unseen(page) > 0}
    page.locator(f"{CUT} .sample-all input").first.focus()
    page.keyboard.press("Space")
    told["after a key"] = unseen(page)
    told["too wide"] = page.evaluate(SIDEWAYS) > 0
    if state != "scripts off":
        page.evaluate(AXE)
        told["axe"] = page.evaluate(RUN_AXE, [{"type": "tag", "values": RULES}, CUT])
    page.goto(f"{address}?1#{figure}")
    told["led there"] = unseen(page)
    return told


def test_a_key_or_the_address_shows_all_of_it(built: tuple[Site, list[Fault]]) -> None:
    """In each state; on paper all stands, Copy takes the whole, and axe finds nothing."""
    site, _ = built
    path, soup = next((path, soup) for path, soup in site.html.items() if soup.select(CUT))
    figure = soup.select(CUT)[0]
    program = samples()[str(figure.select("code[data-sample]")[0]["data-sample"])]
    found = {}
    with served(site.folder) as address, browser() as chromium:
        for state, settings in STATES.items():
            context = chromium.new_context(**settings)
            way = address + path.removesuffix("index.html")
            found[state] = looked_at(context.new_page(), way, str(figure["id"]), state)
            context.close()

    shown = {"cut at first": True, "after a key": 0, "too wide": False, "led there": 0}
    wanted = dict.fromkeys(STATES, shown | {"axe": []})
    assert found == wanted | {"print": {"on paper": 0}, "scripts off": shown}
    assert figure.select("code[data-sample]")[0].get_text() == program.shown
