"""The built site: what a reader gets is what was tested, and every way leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup

from shelf.fault import Fault
from tests.checks.pages.drawn import told
from tests.checks.pages.markdown import Page, pages
from tests.checks.work.command import run
from theme.faults import PageErrors
from theme.finish import finish

#: An address with a folder, so that a link which forgets the folder is seen.
ADDRESS = "https://example.org/parallel/"
#: Both generators print banners about their future; the Makefile turns them off too.
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
#: All that a build has to say.
USUAL = re.compile(
    r"INFO +- +(Cleaning site directory|Building documentation to directory: .*"
    r"|Cells not run on this record: .*|Documentation built in .* seconds)"
)


#: How a build says that it ends because of what it said before.
ENDED = re.compile(r"Aborted with \d+ warnings? in strict mode!|ERROR +- +Config value")
#: What makes the pages that nobody wrote.
MAKER = "theme/registers/catalogue.py:1"
#: What the generator says of a link: page, link, and what it finds in its place.
LINK = re.compile(
    r"WARNING +- +Doc file '(?P<page>[^']+)' contains an? (?:\w+ )*link '(?P<link>[^']*)',"
    r" (?P<rest>.+)"
)


def line_with(page: Page, *words: str) -> int:
    """The first line of a page that is, or else holds, one of the words, in turn; 1 if none does.

    Words that name a line of the page, "docs/index.md:3", are taken at that.
    """
    lines = page.text.split("\n")
    for word in filter(None, words):
        if re.fullmatch(rf"{re.escape(page.name)}:\d+", word):
            return int(word.rpartition(":")[2])
        equal = [number for number, line in enumerate(lines, 1) if line.strip() == word]
        holding = [number for number, line in enumerate(lines, 1) if word in line]
        if found := equal or holding:
            return found[0]
    return 1


class Pages(Mapping[str, BeautifulSoup]):
    """The pages below a folder by their path, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(folder.rglob("*.html"))
        self._files = {path.relative_to(folder).as_posix(): path for path in paths}
        self._read: dict[str, BeautifulSoup] = {}

    def __getitem__(self, path: str) -> BeautifulSoup:
        if path not in self._read:
            self._read[path] = BeautifulSoup(self._files[path].read_bytes(), "html.parser")
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, path: object) -> bool:
        return path in self._files


@dataclass(frozen=True)
class Site:
    """The site that the checkout at `root` was built to, in `folder`."""

    root: Path
    folder: Path

    @cached_property
    def html(self) -> Mapping[str, BeautifulSoup]:
        """Every page by its path, as it is read back."""
        return Pages(self.folder)

    @cached_property
    def sources(self) -> dict[str, Page]:
        """The page of docs/ that each HTML file was made from."""
        return {_built(page.below_docs): page for page in pages(self.root)}

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The targets for links that each page has."""
        return {
            path: [str(tag["id"]) for tag in soup.find_all(id=True)]
            for path, soup in self.html.items()
        }

    def at(self, path: str, *words: str) -> str:
        """How a message names a built page: the line it comes from, by the first words found."""
        page = self.sources.get(path)
        return f"{page.at(line_with(page, *words)) if page else MAKER} (built as {path})"


def _built(path: str) -> str:
    """The HTML file of a page: "threads/locks.md" becomes "threads/locks/index.html"."""
    stem = path.removesuffix(".md")
    return f"{stem}.html" if stem.split("/")[-1] == "index" else f"{stem}/index.html"


def build(root: Path, folder: Path) -> list[Fault]:
    """Build the site strictly into `folder`, and finish it; what went wrong, and what warns."""
    words = ["-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    status, text = run(words, root, {**QUIET, "SITE_URL": ADDRESS})
    noise = [line for line in text.splitlines() if line.strip() and not USUAL.fullmatch(line)]
    if status == 0 and not noise:
        return _finish(folder)
    faults, rest = [], []
    for line in noise:
        fault = told(line, root) or _link(line, root)
        faults += [fault] if fault else []
        rest += [] if fault or (faults and ENDED.match(line)) else [line]
    what = {0: "the build says more than that it is built", None: "the build did not end"}
    lines = "\n".join(f"    {line}" for line in rest)
    if rest or not faults:
        faults.append(
            Fault(
                f"{what.get(status, 'the build failed')}:\n{lines}",
                "mkdocs.yml:1",
                "a warning that is passed over is the reader's fault to find",
                "mend what is named, then: make site",
            )
        )
    return faults


def _finish(folder: Path) -> list[Fault]:
    """Finish the built site as `make site` does; what its pages may not hold."""
    try:
        finish(folder)
    except PageErrors as errors:
        return [
            Fault(
                what.strip(),
                f"{MAKER} (built as {path})",
                "a page that may run what stands in it runs what somebody else puts there, too",
                cure,
            )
            for line in str(errors).split("\n")
            for path, _, rest in [line.partition(": ")]
            for what, _, cure in [rest.partition("; ")]
        ]
    return []


def _link(line: str, root: Path) -> Fault | None:
    """The fault in a line of the generator's that tells of a link, None if it is none."""
    match = LINK.match(line)
    if match is None:
        return None
    page = Page(root, root / "docs" / match["page"])
    rest, _, near = match["rest"].rstrip(".").partition(". ")
    cure = f"correct the link; {near[:1].lower()}{near[1:]}" if near else "correct the link"
    return Fault(
        f"the link {match['link']!r} leads nowhere, {rest.removesuffix('.')}",
        page.at(line_with(page, f"]({match['link']})", match["link"])),
        "the reader who follows it gets nothing",
        f"{cure}; then: make site",
    )
