"""What a browser sees on every page: light, dark, wide, narrow, with scripts and without."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.checks.site.browser import PATIENCE, browser, served

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
#: What every page asks for beside itself.
PARTS = ("assets/theme.js", "assets/site.css")
#: A layout that shifts by less moves nothing that a reader sees.
STILL = 0.001
#: What is said of one page: by subject, what was found there.
Seen = dict[str, Any]

#: Every rule, the best practices too.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Those whose outcome hangs on colours, which are all that the other scheme changes.
COLOURS = ["color-contrast", "link-in-text-block"]
#: Runs axe on the page, or on a part of it.  To tell the contrast of a text axe looks through all
#: that lies behind it, which is most of its work.  Texts of one colour, size and weight on one
#: ground have one contrast, so the first of them is tried; what is placed by itself may lie over
#: anything, and is tried each time.
RUN_AXE = """async ([rules, within]) => {
    const grounds = new Map([[null, ""]]);
    const ground = one => {
        if (!grounds.has(one)) {
            const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(one);
            const own = [backgroundColor, backgroundImage, opacity].join();
            const parts = [ground(one.parentElement)];
            if (own !== "rgba(0, 0, 0, 0),none,1") parts.push(own);
            if (!["static", "relative"].includes(position)) parts.push(grounds.size);
            grounds.set(one, parts.join(" "));
        }
        return grounds.get(one);
    };
    const tried = new Set();
    const says = node => node.nodeType === Node.TEXT_NODE && node.data.trim();
    for (const one of document.body.querySelectorAll("*")) {
        one.removeAttribute("data-axe");
        if (![...one.childNodes].some(says) && !one.matches("input")) continue;
        if (!one.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const {color, fontSize, fontWeight} = getComputedStyle(one);
        const key = [color, fontSize, fontWeight, one.matches("a"), ground(one)].join();
        if (!tried.has(key)) one.setAttribute("data-axe", "");
        tried.add(key);
    }
    axe.configure({rules: [{id: "color-contrast", selector: "[data-axe]"}]});
    const options = {runOnly: rules, resultTypes: ["violations"], preload: false};
    const {violations} = await axe.run(within || document, options);
    const said = node => node.failureSummary.split("\\n").slice(1).join(" ").trim();
    return violations.flatMap(({id, nodes}) => nodes.map(
        node => `${id} at ${node.target.join(" ")}: ${said(node)}`
    ));
}"""
#: Clicks each button that nothing lies over, and reads the clipboard after it; then clicks it
#: where there is no clipboard, and reads what is selected for a copy by hand.
COPY = """async patience => {
    const watched = {characterData: true, childList: true, subtree: true};
    const copied = {};
    const selected = {};
    const click = button => new Promise(said => {
        new MutationObserver(said).observe(button, watched);
        setTimeout(said, patience);
        button.click();
    });
    for (const figure of document.querySelectorAll(".sample:has(.sample-copy)")) {
        const button = figure.querySelector(".sample-copy");
        button.scrollIntoView({block: "center", behavior: "instant"});
        const {left, top, width, height} = button.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        if (!button.contains(hit)) continue;
        await navigator.clipboard.writeText("");
        await click(button);
        const stem = figure.querySelector("code[data-sample]").dataset.sample;
        copied[stem] = await navigator.clipboard.readText();
        Object.defineProperty(navigator, "clipboard", {value: undefined, configurable: true});
        getSelection().removeAllRanges();
        await click(button);
        selected[stem] = getSelection().toString();
        getSelection().removeAllRanges();
        delete navigator.clipboard;
    }
    return [copied, selected];
}"""
#: The choices are what they were before anything was clicked.
UNTOUCHED = """() => {
    for (const one of document.querySelectorAll("input")) one.checked = one.defaultChecked;
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
    document.getElementById("missing")?.replaceChildren(); // what a script adds to the 404 page
    // a long list is laid out as it is looked at
    for (const one of document.querySelectorAll(".matrix-scroll"))
        one.style.contentVisibility = "visible";
    return document.querySelector("article").innerText.replace(/\\s+/g, " ");
}"""
#: What of an article is not printed, beside what only serves on a screen: what waits behind a
#: summary, what is pressed or chosen, a download, how many lines are folded, and of two sizes
#: of a drawing's words the other one.
OFF_PAPER = """() => {
    const furniture = "details > *, button, input, label, figcaption > a, code > small, svg text";
    const contents = one => getComputedStyle(one).display === "contents";
    const off = [];
    const look = parent => [...parent.children].forEach(one => {
        if (one.matches(furniture) && !one.matches("summary")) return;
        if (one.checkVisibility({visibilityProperty: true, opacityProperty: true}) || contents(one))
            look(one);
        else if (one.textContent.trim())
            off.push([one.localName, ...one.classList].join("."));
    });
    look(document.querySelector("article"));
    return off;
}"""
#: What is seen and does nothing where no script runs; a menu opens and a choice is made without.
DEAD = """() => [...document.querySelectorAll(
    "button:not([popovertarget]), input:not([type=radio], [type=checkbox])"
)].filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 60))"""
WAYS = """() => [...document.querySelectorAll("nav a")].filter(a => a.checkVisibility()).length"""


def read(folder: Path, paths: list[str]) -> dict[str, Seen]:
    """Every page of a built site, as it is seen."""
    with served(folder) as address, browser() as chromium:
        seen: dict[str, Seen] = {path: {} for path in paths}
        _with_scripts(chromium, address, seen, first_of_each_kind(folder))
        _without(chromium, address, seen)
    return seen


def first_of_each_kind(folder: Path) -> set[str]:
    """A page of each topic, and those beside the topics: their menu and their search are one."""
    first: dict[str, str] = {}
    for path in sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html")):
        topic = path.partition("/")[0] if path.count("/") > 1 else path
        first.setdefault(topic, path)
    return set(first.values())


def _address(address: str, path: str) -> str:
    return address + path.removesuffix("index.html")


def _open(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _with_scripts(chromium: Browser, address: str, seen: dict[str, Seen], first: set[str]) -> None:
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(WATCH)
    page = _open(context)
    # heard by whichever page is read now
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path, found in seen.items():
        # nothing is kept from page to page: each is a first visit, and the server forbids to store
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        asked.clear()
        said.clear()
        page.goto(_address(address, path), wait_until="load")
        found["asked"] = [url.removeprefix(address) for url in asked]
        found["shift"] = page.evaluate("window.__shift")
        found["copied"], found["selected"] = page.evaluate(COPY, PATIENCE)
        page.evaluate(UNTOUCHED)
        found["axe"] = _axe(page, whole=path in first)
        found["shown"] = page.evaluate(SHOWN)
        found["said"] = list(said)
        page.evaluate("localStorage.clear()")
    context.close()


def _axe(page: Page, whole: bool) -> dict[str, list[str]]:
    """The faults that axe finds, by the state of the page.

    Every rule is tried at both widths, once in each scheme.  Search and menu are
    the same on many pages; as a `whole` they are opened too, and tried in both.
    """
    page.evaluate(AXE)
    page.evaluate("scrollTo(0, 0)")  # else the bar at the top covers what is asked for its size
    all_rules, colours = {"type": "tag", "values": RULES}, {"type": "rule", "values": COLOURS}
    found: dict[str, list[str]] = {}

    def look(state: str, rules: dict[str, object], within: str = "") -> None:
        found[state] = page.evaluate(RUN_AXE, [rules, within])

    look("wide and light", all_rules)
    if whole:
        _search(page)
        look("wide and light, search open", all_rules, "#search")
        page.emulate_media(color_scheme="dark")
        look("wide and dark, search open", colours)
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.evaluate(SETTLED)
    look("narrow and dark", all_rules)
    if (over := page.evaluate(SIDEWAYS)) > 0:
        found["narrow and dark"].append(f"the page is {over} px wider than the window")
    if whole:
        page.locator(".top [popovertarget]").click()
        look("narrow and dark, drawer open", all_rules, "#menu")
        page.emulate_media(color_scheme="light")
        look("narrow and light, drawer open", colours)
    return {state: faults for state, faults in found.items() if faults}


def _search(page: Page) -> None:
    """Open the search by a word that finds something."""
    page.locator("#search input").fill("lock")
    page.locator("#search-results ol a").first.wait_for()


def _without(chromium: Browser, address: str, seen: dict[str, Seen]) -> None:
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)  # type: ignore[arg-type]
    page = _open(context)
    for path, found in seen.items():
        page.goto(_address(address, path), wait_until="load")
        found["plain"] = page.evaluate(SHOWN)
        found["ways"] = page.evaluate(WAYS)
        found["dead"] = page.evaluate(DEAD)
        page.emulate_media(media="print")
        found["off paper"] = page.evaluate(OFF_PAPER)
        page.emulate_media(media="screen")
    context.close()
