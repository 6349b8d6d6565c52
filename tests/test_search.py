"""The search finds what people type and paste, and the keyboard is enough to copy the cure."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter

import pytest
from filelock import FileLock

from recorder import find
from recorder.fault import Fault
from tests.checks import found
from tests.checks.browser import CHROMIUM, PATIENCE, browser, served
from tests.checks.messages import no
from tests.checks.reader import SETTLED, WATCH
from tests.checks.site import Site
from theme import search

#: Bytes of the packed index for each page of the site.
A_PAGE = 615
#: The first of the needs, each of which has to be asked for.
NEEDS = range(1, 26)
#: Those of them in which Python prints a message, so that people paste it.
PASTED = {1, 2, 6, 9, 10, 12, 17, 19, 20, 21, 24}
MESSAGE = re.compile(r"\b\w*(Error|Exception|Warning|Pool):")
KEYS = 60


@pytest.fixture(scope="session")
def results(
    built: tuple[Site, list[Fault]], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> dict[str, list[str]]:
    """What the built site finds for every query; asked once for all workers of a run."""
    CHROMIUM.path()
    own = tmp_path_factory.getbasetemp()
    told = (own if worker_id == "master" else own.parent) / "found.json"
    with FileLock(f"{told}.lock"):
        if not told.exists():
            told.write_text(json.dumps(found.found(built[0])), encoding="utf-8")
    return dict(json.loads(told.read_text("utf-8")))


def test_what_people_ask_leads_to_the_answer(results: dict[str, list[str]]) -> None:
    """Among the first three results, whether it is a need, a name or a whole traceback."""
    no(found.unfound(results))


def test_there_are_enough_queries() -> None:
    """At least sixty, no two alike."""
    assert len({query.typed for query in found.queries()}) == len(found.queries()) >= 60


def test_every_need_is_asked_for_in_words_and_by_its_message() -> None:
    """Each of the first needs has a query that somebody typed, and one that was pasted."""
    asked = [(query.need, bool(MESSAGE.search(query.typed))) for query in found.queries()]

    assert {need for need, pasted in asked if not pasted} >= set(NEEDS)
    assert {need for need, pasted in asked if pasted} >= PASTED


def test_a_query_whose_page_is_not_found_is_told() -> None:
    """With its line, what was found in its place, and the cure."""
    query = found.queries()[0]
    results = {each.typed: [each.page] for each in found.queries()}
    (fault,) = found.unfound({**results, query.typed: ["glossary/#lock"]})

    assert f"finds glossary/, and not {query.page}" in fault.what
    assert fault.where.startswith("tests/queries.toml:")


def test_a_page_is_found_once(results: dict[str, list[str]]) -> None:
    """By its best part, so that the first results are different pages."""
    for ways in results.values():
        assert max(Counter(way.partition("#")[0] for way in ways).values(), default=1) == 1


def test_the_index_is_small(built: tuple[Site, list[Fault]]) -> None:
    """However many pages there are."""
    site, _ = built
    size = len(gzip.compress((site.folder / search.INDEX).read_bytes(), 9, mtime=0))

    assert size <= A_PAGE * len(site.html)


def test_a_page_that_is_not_there_looks_for_what_was_meant(
    built: tuple[Site, list[Fault]],
) -> None:
    """From the words of its address, and nothing that a reader looks at moves."""
    with served(built[0].folder) as address, browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        page.goto(f"{address}executors/brake-input.html", wait_until="load")
        way = page.locator("#missing a").first
        way.wait_for()
        page.evaluate(SETTLED)
        found, shift = way.get_attribute("href"), page.evaluate("window.__shift")

    assert (found, shift) == (f"{address}executors/brake-the-input/", 0)


def test_the_keyboard_leads_from_a_pasted_error_to_the_copied_cure(
    built: tuple[Site, list[Fault]],
) -> None:
    """From the landing page: search, paste, down, enter, tab to the button, enter."""
    cure = find("threads/handler_in_main")
    pasted = (
        'Traceback (most recent call last):\n  File "/home/ada/shop/app.py", line 7, in work\n'
        "ValueError: signal only works in main thread of the main interpreter"
    )
    with served(built[0].folder) as address, browser() as chromium:
        context = chromium.new_context()
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(address, wait_until="load")
        page.evaluate("text => navigator.clipboard.writeText(text)", pasted)
        page.keyboard.press("/")
        page.locator("#search-results .search-said").wait_for(state="attached")
        page.keyboard.press("ControlOrMeta+v")
        page.locator("#search-results a").first.wait_for()
        spoken = page.locator("#search-results [role=status]").inner_text()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/errors/threads/#*")
        for _ in range(KEYS):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.sample-copy')"):
                break
        page.keyboard.press("Enter")
        page.locator(".sample-copy", has_text="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")

    assert spoken.startswith(tuple("12345678")) and "arrow keys" in spoken
    assert (copied, said) == (cure.shown, [])
