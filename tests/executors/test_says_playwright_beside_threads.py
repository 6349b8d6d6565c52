"""What the page "Use Playwright beside threads and asyncio" says, with a browser."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Error, sync_playwright

from shelf import ROOT
from tests.checks.pages.markdown import Page
from tests.checks.site.browser import CHROMIUM, FLAGS

PAGE = "docs/executors/playwright-beside-threads.md"
ADDRESSES = ["data:text/html,<title>tea</title>", "data:text/html,<title>bread</title>"]
pytestmark = pytest.mark.filterwarnings("ignore:coroutine 'Browser.new_page'")
INSIDE = "It looks like you are using Playwright Sync API inside the asyncio loop"


def aside(work: Callable[..., Any], *words: object) -> Any:
    """What work returns or raises in a fresh thread: there is no loop of another test."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *words).result(120)


@pytest.fixture
def page_code(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The page's blocks of code, each run; its browser is the machine's own."""
    from playwright.async_api import BrowserType as AsyncBrowserType

    path = CHROMIUM.path()
    for kind in (BrowserType, AsyncBrowserType):
        own = kind.launch

        def launch(self: Any, own: Any = own) -> Any:
            return own(self, executable_path=path, args=list(FLAGS))

        monkeypatch.setattr(kind, "launch", launch)
    made = []
    for fence in Page(ROOT, Path(PAGE)).fences:
        if fence.language == "python":
            made.append(names := dict[str, Any]())
            exec(fence.text, names)
    yield made


def test_each_thread_has_a_playwright_of_its_own(page_code: list[dict[str, Any]]) -> None:
    """The lines of the page, for threads and for coroutines; and a thread beside a loop."""
    threads, coroutines = page_code

    async def from_a_coroutine() -> Any:
        return await asyncio.to_thread(threads["title"], ADDRESSES[0])

    assert aside(threads["titles"], ADDRESSES) == ["tea", "bread"]
    assert aside(lambda: asyncio.run(coroutines["titles"](ADDRESSES))) == ["tea", "bread"]
    assert aside(lambda: asyncio.run(from_a_coroutine())) == "tea"


def test_a_browser_belongs_to_its_thread(page_code: list[dict[str, Any]]) -> None:
    """Another thread gets the error of greenlet, whatever locks it holds; its own goes on."""

    def work() -> tuple[str, str]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch()
            try:
                aside(browser.new_page)  # leaves a coroutine that nobody awaits
            except BaseException as error:
                said = f"{type(error).__module__}.{type(error).__name__}: {error}"
            return said.splitlines()[0].lower(), browser.new_page().title()

    assert aside(work) == ("greenlet.error: cannot switch to a different thread", "")
    gc.collect()


def test_it_starts_beside_no_loop() -> None:
    """Neither in a coroutine, nor in a function it calls, nor below itself; and runs a loop."""

    def plain() -> None:
        with sync_playwright():
            pass

    async def coroutine() -> None:
        plain()

    def nested() -> None:
        with sync_playwright():
            plain()

    def loop_below() -> None:
        with sync_playwright():
            work = coroutine()
            try:
                asyncio.run(work)
            finally:
                work.close()

    for work in (lambda: asyncio.run(coroutine()), nested):
        with pytest.raises(Error, match=re.escape(INSIDE)):
            aside(work)
    with pytest.raises(RuntimeError, match="cannot be called from a running event loop"):
        aside(loop_below)
