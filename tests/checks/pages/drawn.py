"""What stops the theme on a page, told as every other fault is: where, why, and what to do."""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Markdown

from shelf.fault import Fault
from tests.checks.pages.markdown import FRONT_MATTER, Page
from tests.checks.pages.nav import settings
from theme.faults import PageErrors

EXTENSION = "theme.convert"
#: How the theme names a fault: page, line, and what is wrong, often with the cure behind it.
TOLD = re.compile(r"(?P<where>docs/\S+?:\d+): (?P<what>.+)", re.DOTALL)


def parts_are_drawn(page: Page) -> list[Fault]:
    """Every figure, tree and name on a page can be drawn, by the extensions of mkdocs.yml."""
    names, options = [], {}
    for each in settings(page.root)["markdown_extensions"]:
        name, given = next(iter(each.items())) if isinstance(each, dict) else (each, None)
        names.append(name)
        options[name] = dict(given or {})
    options[EXTENSION] = {"root": str(page.root), "drafts": False}
    text = FRONT_MATTER.sub("", page.text, count=1)
    try:
        Markdown(extensions=names, extension_configs=options).convert(text)
    except PageErrors as errors:
        shown = [f"there is no program {fence.stem!r}" for fence in page.samples]
        faults = [
            told(line, page.root) or _elsewhere(line, page) for line in str(errors).split("\n")
        ]
        # a figure of a program that is not there is told by `known_stems`
        return [fault for fault in faults if not fault.what.startswith(tuple(shown))]
    return []


def told(line: str, root: Path) -> Fault | None:
    """The fault in a line of the theme's, None if it is none."""
    match = TOLD.fullmatch(line.removeprefix("Error: "))
    if match is None:
        return None
    what, _, cure = match["what"].replace(f"{root}/", "").partition("; ")
    page = match["where"].partition(":")[0].removeprefix("docs/").removesuffix(".md")
    return Fault(
        what,
        match["where"],
        "nothing is built, and so nothing published, as long as a part cannot be drawn",
        f"{cure or 'correct the line'}; then: make test ONLY={page}",
    )


def _elsewhere(line: str, page: Page) -> Fault:
    return Fault(
        line, page.at(1), "the page cannot be built as it is", "mend what is named, then: make site"
    )
