"""The longest list as a browser shows it: what is far down comes when it is asked for."""

from __future__ import annotations

import pytest

from shelf.fault import Fault
from tests.checks.site.browser import PATIENCE, browser, served
from tests.checks.site.seen import NARROW
from tests.checks.site.site import Site

#: Where a list stands, and what of it has an address and what is laid out late.
LISTS = {
    "matrix": ("matrix/", ".matrix-table tr[id]", ".matrix-table td"),
}
LAID_OUT = "one => one.checkVisibility({contentVisibilityAuto: true})"
IN_VIEW = """one => {
    const {top} = one.getBoundingClientRect();
    return 0 <= top && top < innerHeight;
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("name", LISTS)
def test_an_address_leads_to_the_end_of_a_long_list(
    built: tuple[Site, list[Fault]], name: str, scripts: bool
) -> None:
    """On a phone: at first only what is near is laid out, and an address shows its row.

    A picture waits for what is painted, without scripts too.
    """
    where, named, late = LISTS[name]
    with served(built[0].folder) as address, browser() as chromium:
        context = chromium.new_context(viewport=NARROW, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}{where}", wait_until="load")
        page.screenshot()
        last = page.locator(named).last.get_attribute("id")
        far = page.locator(late).last.evaluate(LAID_OUT)
        page.goto(f"{address}{where}#{last}", wait_until="load")
        page.screenshot()
        seen = page.locator(f"[id='{last}']").evaluate(IN_VIEW)

    assert (far, seen) == (False, True)


def test_a_search_in_the_page_finds_the_last_program(built: tuple[Site, list[Fault]]) -> None:
    """Though it is not laid out yet; and on paper all of it is."""
    where, named, late = LISTS["matrix"]
    with served(built[0].folder) as address, browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}{where}", wait_until="load")
        last = page.locator(f"{named} a").last
        found = page.evaluate("words => window.find(words)", last.text_content())
        page.screenshot()
        seen = last.evaluate(IN_VIEW)
        page.emulate_media(media="print")
        printed = page.locator(late).first.evaluate(LAID_OUT)

    assert (found, seen, printed) == (True, True, True)


def test_a_filter_shows_the_tables_of_its_topic(built: tuple[Site, list[Fault]]) -> None:
    """All of them and no other."""
    with served(built[0].folder) as address, browser() as chromium:
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}matrix/", wait_until="load")
        page.locator("label[for=matrix-topic-2]").click()
        tables = page.locator(".matrix-scroll")
        shown = [each.is_visible() for each in tables.all()]
        topic = page.locator("label[for=matrix-topic-2]").text_content()
        heads = page.locator(".matrix-scroll th[scope=rowgroup]").all_text_contents()

    assert shown == [head == topic for head in heads]
    assert 0 < shown.count(True) < len(shown)
