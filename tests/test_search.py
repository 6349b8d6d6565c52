"""The search finds what people type and paste, and the keyboard is enough to copy the cure."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable

import pytest
from filelock import FileLock

from shelf import find
from shelf.fault import Fault
from tests.checks.site import searched as found
from tests.checks.site.browser import CHROMIUM, PATIENCE, browser, served
from tests.checks.site.seen import SETTLED, WATCH
from tests.checks.site.site import Site
from tests.checks.work.messages import no
from tests.plugins.turns import DAYS
from theme.beside import search, titles

#: Bytes of the packed index for each page of the site: all that it says, since a
#: result shows the sentence that answers.  Fetched at the first look at the box.
A_PAGE = 1600
#: And of the packed list of titles: an address and a few words.
A_TITLE = 40
#: The first of the needs, each of which has to be asked for.
NEEDS = range(1, 26)
#: Those of them in which Python prints a message, so that people paste it.
PASTED = {1, 2, 6, 9, 10, 12, 17, 19, 20, 21, 24}
MESSAGE = re.compile(r"\b\w*(Error|Exception|Warning|Pool):")
KEYS = 60


#: The queries are asked in so many shares, which take turns by the day (tests/plugins/turns.py).
every_share = pytest.mark.parametrize("share", range(DAYS))


@pytest.fixture(scope="session")
def ask(
    built: tuple[Site, list[Fault]], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[int], dict[str, list[str]]]:
    """What the built site finds for a share of the queries; asked once for all workers of a run."""
    CHROMIUM.path()
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent

    def asked(share: int) -> dict[str, list[str]]:
        told = folder / f"found-{share}.json"
        with FileLock(f"{told}.lock"):
            if not told.exists():
                found_now = found.found(built[0], found.queries()[share::DAYS])
                told.write_text(json.dumps(found_now), encoding="utf-8")
        return dict(json.loads(told.read_text("utf-8")))

    return asked


@pytest.fixture
def results(ask: Callable[[int], dict[str, list[str]]], share: int) -> dict[str, list[str]]:
    """What is found for the queries of this share."""
    return ask(share)


@every_share
def test_what_people_ask_leads_to_the_answer(results: dict[str, list[str]]) -> None:
    """Among the first three results, whether it is a need, a name or a whole traceback."""
    assert results
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


@every_share
def test_a_page_is_found_once(results: dict[str, list[str]]) -> None:
    """By its best part, so that the first results are different pages."""
    for ways in results.values():
        assert max(Counter(way.partition("#")[0] for way in ways).values(), default=1) == 1


def test_the_index_is_small(built: tuple[Site, list[Fault]]) -> None:
    """However many pages there are."""
    site, _ = built
    size = len(gzip.compress((site.folder / search.INDEX).read_bytes(), 9, mtime=0))

    assert size <= A_PAGE * len(site.html)


def test_the_list_of_titles_is_small(built: tuple[Site, list[Fault]]) -> None:
    """It names every page, and whoever comes to none gets all of it."""
    text = (built[0].folder / titles.LIST).read_text(encoding="utf-8")
    named = {f"{address}index.html" for address, _ in json.loads(text)}

    assert named == set(built[0].html) - {"404.html"}
    assert len(gzip.compress(text.encode(), 9, mtime=0)) <= A_TITLE * len(named)


@pytest.fixture(scope="session")
def answered(
    built: tuple[Site, list[Fault]], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> dict[str, found.Answer]:
    """What stands in the box for the queries below; asked once for all workers of a run."""
    CHROMIUM.path()
    own = tmp_path_factory.getbasetemp()
    told = (own if worker_id == "master" else own.parent) / "answered.json"
    with FileLock(f"{told}.lock"):
        if not told.exists():
            texts = [*STRANGE, *OURS, LONG, PARTS, *ALIKE, *(f"{text} in python" for text in ALIKE)]
            told.write_text(json.dumps(found.answers(built[0], texts)), encoding="utf-8")
    saved = json.loads(told.read_text("utf-8"))
    return {query: found.Answer(*answer) for query, answer in saved.items()}


#: Messages that no page has; some share a word with one of ours.
STRANGE = (
    "_gdbm.error: [Errno 11] Resource temporarily unavailable",
    "zmq.error.ZMQError: Operation cannot be accomplished in current state",
    "ModuleNotFoundError: No module named 'cupboard'",
    "libcupboard.errors.ShelfError: the shelf has been unscrewed by an other party",
    "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
)
#: Messages of ours, with what is a reader's own around them.
OURS = {
    "ValueError: generator already executing": "errors/threads/#",
    'File "/srv/app/run.py", line 9, in <module>\n    next(rows)\nValueError: generator'
    " already executing": "errors/threads/#",
    "TypeError: cannot pickle '_thread.lock' object": "errors/processes/#",
    "AttributeError: '_thread._local' object has no attribute 'session'": "errors/threads/#",
    "TypeError: f() argument after * must be an iterable, not int": "errors/threads/#",
    "TypeError: add() missing 1 required positional argument pool.map": "errors/executors/#",
    "psycopg.OperationalError: consuming input failed: SSL error: decryption failed or bad record"
    " mac": "processes/connections-and-forks/#",
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0) several processes"
    " write the same file": "processes/share-a-file/#",
}
LONG = "kaleidoscope of threads"
PARTS = "loop over a copy while another thread adds"
#: What is asked of Python is asked with its name or without.
ALIKE = (
    "is there any way to kill a thread",
    "thread start() never returns, code after it does not run",
    "send 100000 http requests",
)


def test_a_message_that_is_not_here_is_admitted(answered: dict[str, found.Answer]) -> None:
    """First, with the nearest three and a way to report it."""
    for query in STRANGE:
        answer = answered[query]

        assert answer.said.startswith("This message is not here yet."), query
        assert "Report it" in answer.said and len(answer.ways) <= 3


def test_a_message_of_ours_is_no_strange_one(answered: dict[str, found.Answer]) -> None:
    """Whatever stands around it."""
    for query, way in OURS.items():
        answer = answered[query]

        assert "not here" not in answer.said and answer.ways[0].startswith(way), query


def test_a_word_that_no_page_has_is_named(answered: dict[str, found.Answer]) -> None:
    """The other words still find what they find."""
    answer = answered[LONG]

    assert "No page says “kaleidoscope”." in answer.said and answer.ways


def test_the_name_of_the_language_changes_nothing(answered: dict[str, found.Answer]) -> None:
    """Nearly all pages speak of it, and few titles, so it would count for much."""
    for query in ALIKE:
        assert answered[f"{query} in python"].ways[0] == answered[query].ways[0], query


def test_a_result_leads_to_the_section_that_answers(answered: dict[str, found.Answer]) -> None:
    """And shows the sentence of it that says most of what was asked."""
    answer = answered[PARTS]
    sections = [(way, text) for way, text in zip(answer.ways, answer.shown, strict=True)]

    assert any("#" in way and not way.startswith("errors/") for way, _ in sections)
    assert "copy" in answer.shown[0].lower()


def test_a_page_that_is_not_there_looks_for_what_was_meant(
    built: tuple[Site, list[Fault]],
) -> None:
    """Among the titles, so that nothing of the search is loaded, and nothing moves."""
    with served(built[0].folder) as address, browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        page.goto(f"{address}executors/brake-input.html", wait_until="load")
        way = page.locator("#missing a").first
        way.wait_for()
        page.evaluate(SETTLED)
        found, shift = way.get_attribute("href"), page.evaluate("window.__shift")

    assert (found, shift) == (f"{address}executors/brake-the-input/", 0)
    assert titles.LIST in asked
    assert not [url for url in asked if "search" in url]


def test_a_button_searches_for_the_words_of_the_address(
    built: tuple[Site, list[Fault]],
) -> None:
    """Where no title says them, too: the button alone is there."""
    with served(built[0].folder) as address, browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}picklable.html", wait_until="load")
        button = page.locator("#missing button")
        button.wait_for()
        ways = page.locator("#missing a").count()
        button.press("Enter")
        page.locator("#search-results li").first.wait_for()
        typed = page.locator("#search input").input_value()

    assert (typed, ways) == ("picklable", 0)


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
        page.locator("#search-results ol a").first.wait_for()
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
