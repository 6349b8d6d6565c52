"""A pair as a browser shows it: in both schemes and widths, on paper, and without scripts."""

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


def looked_at(page: Page, address: str, state: str) -> dict[str, Any]:
    """The first pair before a key and after it, and what is wrong with it, in a state."""
    page.set_default_timeout(PATIENCE)
    page.goto(address, wait_until="load")
    if state == "print":
        page.emulate_media(media="print")
        return {"on paper": seen(page)[0]}
    before, kinds = seen(page)
    page.locator(f"{PAIR} .sample-says input").first.focus()
    page.keyboard.press("Space")
    after, whole = seen(page)
    told: dict[str, Any] = {
        "before": before,
        "kinds": kinds & {"del", "small"},
        "after": after,
        "left": whole & {"del", "small"},
        "too wide": page.evaluate(SIDEWAYS) > 0,
    }
    if state != "scripts off":
        page.evaluate(AXE)
        told["axe"] = page.evaluate(RUN_AXE, [{"type": "tag", "values": RULES}, PAIR])
    return told


def test_a_key_shows_the_whole_program(built: tuple[Site, list[Fault]]) -> None:
    """What changes at first, by one key all of it; nothing is cut, and no rule of axe is broken."""
    site, _ = built
    path, soup = next((path, soup) for path, soup in site.html.items() if soup.select(PAIR))
    right = samples()[str(soup.select(f"{PAIR} code[data-sample]")[1]["data-sample"])]
    found = {}
    with served(site.folder) as address, browser() as chromium:
        for state, settings in STATES.items():
            context = chromium.new_context(**settings)
            way = address + path.removesuffix("index.html")
            found[state] = looked_at(context.new_page(), way, state)
            context.close()

    assert right.shown.splitlines()[-1] in found.pop("print")["on paper"]
    before = {state: told.pop("before") for state, told in found.items()}
    assert [state for state, text in before.items() if text == right.shown] == []
    shown = {"kinds": {"del", "small"}, "after": right.shown, "left": set(), "too wide": False}
    assert found.pop("scripts off") == shown
    assert found == dict.fromkeys(found, shown | {"axe": []})
