"""What a browser sees on every page: light, dark, wide, narrow, with scripts and without."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.checks.browser import PATIENCE, browser, served

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
#: What every page asks for beside itself.
PARTS = ("assets/theme.js", "assets/site.css")
#: What is said of one page: by subject, what was found there.
Seen = dict[str, Any]

#: Every rule, the best practices too.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async ([rules, within]) => {
    const options = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]};
    const {violations} = await axe.run(within || document, options);
    const said = node => node.failureSummary.split("\\n").slice(1).join(" ").trim();
    return violations.flatMap(({id, nodes}) => nodes.map(
        node => `${id} at ${node.target.join(" ")}: ${said(node)}`
    ));
}"""
WATCH = """
    window.__shift = 0;
    new PerformanceObserver(list => {
        for (const {hadRecentInput, value} of list.getEntries())
            if (!hadRecentInput) window.__shift += value;
    }).observe({type: "layout-shift", buffered: true});
"""
#: The page has been laid out twice since, and whatever watches its layout has been told.
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SIDEWAYS = """() => document.scrollingElement.scrollWidth - innerWidth"""
#: What stands in the page for a reader's eye, less what needs a script.
SHOWN = """() => {
    document.documentElement.classList.remove("js");
    document.getElementById("missing")?.replaceChildren(); // what the search adds to the 404 page
    return document.querySelector("article").innerText.replace(/\\s+/g, " ");
}"""
WAYS = """() => [...document.querySelectorAll("nav a")].filter(a => a.checkVisibility()).length"""


def read(folder: Path, paths: list[str]) -> dict[str, Seen]:
    """Every page of a built site, as it is seen."""
    with served(folder) as address, browser() as chromium:
        seen: dict[str, Seen] = {path: {} for path in paths}
        _with_scripts(chromium, address, seen)
        _without(chromium, address, seen)
    return seen


def _address(address: str, path: str) -> str:
    return address + path.removesuffix("index.html")


def _open(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _with_scripts(chromium: Browser, address: str, seen: dict[str, Seen]) -> None:
    for path, found in seen.items():
        # nothing is kept from page to page: each is a first visit
        context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")  # type: ignore[arg-type]
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_init_script(WATCH)
        page = _open(context)
        found["asked"], found["said"] = [], []
        page.on("request", lambda request, to=found["asked"]: to.append(request.url))
        page.on("console", lambda message, to=found["said"]: to.append(message.text))
        page.on("pageerror", lambda error, to=found["said"]: to.append(str(error)))
        page.goto(_address(address, path), wait_until="load")
        found["asked"] = [url.removeprefix(address) for url in found["asked"]]
        found["shift"] = page.evaluate("window.__shift")
        found["copied"] = _copy(page)
        found["axe"] = _axe(page)
        found["shown"] = page.evaluate(SHOWN)
        context.close()


def _copy(page: Page) -> dict[str, str]:
    """What the clipboard holds after a click on each button, by the program that it stands at."""
    copied = {}
    for figure in page.locator("figure:has(.sample-copy)").all():
        figure.locator(".sample-copy").click()
        figure.locator(".sample-copy", has_text="Copied").wait_for()
        stem = figure.locator("code[data-sample]").get_attribute("data-sample") or ""
        copied[stem] = str(page.evaluate("navigator.clipboard.readText()"))
    return copied


def _axe(page: Page) -> dict[str, list[str]]:
    """The faults that axe finds, by the state of the page.

    Each rule is tried at both widths and in both schemes, not in all four
    pairs: what is shown hangs on the width, its colours on the scheme.
    """
    page.evaluate(AXE)
    page.evaluate("scrollTo(0, 0)")  # else the bar at the top covers what is asked for its size
    found = {"wide and light": page.evaluate(RUN_AXE, [RULES, ""])}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.evaluate(SETTLED)
    found["narrow and dark"] = page.evaluate(RUN_AXE, [RULES, ""])
    if (over := page.evaluate(SIDEWAYS)) > 0:
        found["narrow and dark"].append(f"the page is {over} px wider than the window")
    page.locator(".top-menu").click()
    found["narrow and dark, drawer open"] = page.evaluate(RUN_AXE, [RULES, "#menu"])
    return {state: faults for state, faults in found.items() if faults}


def _without(chromium: Browser, address: str, seen: dict[str, Seen]) -> None:
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)  # type: ignore[arg-type]
    page = _open(context)
    for path, found in seen.items():
        page.goto(_address(address, path), wait_until="load")
        found["plain"] = page.evaluate(SHOWN)
        found["ways"] = page.evaluate(WAYS)
    context.close()
