"""Timelines as a browser shows them: every name that is drawn can be read, wide and narrow."""

from __future__ import annotations

from shelf.fault import Fault
from tests.checks.site.browser import PATIENCE, browser, served
from tests.checks.site.seen import NARROW, WIDE
from tests.checks.site.site import Site

#: What lies on a name, or cuts it: bars, other names, the end of the drawing.
WRONG = """() => [...document.querySelectorAll(".timeline-lanes .tl")].flatMap(drawing => {
    const box = one => one.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5
        && a.top + 2 < b.bottom && b.top < a.bottom - 2;
    const whole = box(drawing);
    const seen = one => one.checkVisibility({opacityProperty: true});
    const names = [...drawing.querySelectorAll(".u")].filter(seen);
    const others = [...drawing.querySelectorAll("rect, line"), ...names];
    return names.flatMap(name => [
        ...others.filter(one => one !== name && meet(box(name), box(one)))
            .map(one => `${name.textContent} meets ${one.outerHTML}`),
        ...(box(name).left < whole.left - 1 || box(name).right > whole.right + 1
            ? [`${name.textContent} is cut`] : []),
    ]);
})"""


def test_no_name_is_cut_or_covered(built: tuple[Site, list[Fault]]) -> None:
    """Wide and narrow; a name for which there is no room stands in the table, one tap away."""
    site, _ = built
    # told by the bytes: to read every page as a tree takes longer than to look at these
    paths = [path for path in site.html if b"timeline-lanes" in (site.folder / path).read_bytes()]
    found: dict[str, list[str]] = {}
    with served(site.folder) as address, browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        for path in paths:
            for width in (WIDE, NARROW):
                page.set_viewport_size(width)  # type: ignore[arg-type]
                page.goto(address + path.removesuffix("index.html"), wait_until="load")
                found[f"{path}, {width['width']} px"] = page.evaluate(WRONG)

    assert paths
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
