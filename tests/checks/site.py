"""The built site: what a reader gets is what was tested, and every way leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

from recorder import Sample, measuring, samples
from recorder.fault import Fault, short_diff
from recorder.header import nearest
from tests.checks.command import run
from tests.checks.drawn import told
from tests.checks.markdown import Page, pages
from tests.checks.pages import TYPED
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
MAKER = "theme/pages.py:1"
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


@dataclass(frozen=True)
class Site:
    """The site that the checkout at `root` was built to, in `folder`."""

    root: Path
    folder: Path

    @cached_property
    def html(self) -> dict[str, BeautifulSoup]:
        """Every page by its path, as it was read back."""
        return {
            path.relative_to(self.folder).as_posix(): BeautifulSoup(
                path.read_bytes(), "html.parser"
            )
            for path in sorted(self.folder.rglob("*.html"))
        }

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


# What a reader copies


def code_is_tested(site: Site) -> list[Fault]:
    """Every block of code equals, byte for byte, what its page names, and nothing named is lost."""
    faults = [
        Fault(f"{path} was not built", page.at(1), "nobody can read it", "look at: make site")
        for path, page in site.sources.items()
        if path not in site.html
    ]
    for path, soup in site.html.items():
        shown = Counter(str(tag.get_text()) for tag in soup.find_all("pre"))
        if path in site.sources:
            page = site.sources[path]
            wanted = Counter(dict(_wanted(site, page)).values())
            named = dict(_wanted(site, page))
        else:
            # A generated page names programs in its own way; it still shows only tested text.
            named = dict(_everything(site))
            wanted = Counter()
            shown = Counter({text: n for text, n in shown.items() if text not in named.values()})
        for text in shown - wanted:
            faults.append(_stranger(site, path, text, named))
        for text in wanted - shown:
            name = next(name for name, known in named.items() if known == text)
            faults.append(
                Fault(
                    f"{name} is not shown, or not as it is",
                    site.at(path, name.split()[-1]),
                    "the page names it, so the reader looks for it",
                    "look at the built page; the theme draws it (theme/figure.py)",
                )
            )
    return faults


def _wanted(site: Site, page: Page) -> Iterator[tuple[str, str]]:
    """The name and text of each block of code that a page has to show."""
    known = samples(site.root) | measuring(site.root)
    for fence in page.fences:
        if fence.language == "sample" and fence.stem in known:
            yield from _figure(known[fence.stem])
        elif fence.language == "python" or fence.language in TYPED:
            yield f"the {fence.language} fence at {page.at(fence.line)}", fence.text


def _figure(sample: Sample) -> Iterator[tuple[str, str]]:
    """The program of a figure and what it printed."""
    yield f"the program {sample.stem}", sample.shown
    for variant in (None, *sample.header.variants):
        path = sample.transcript_path(variant)
        if path.is_file():
            # as bytes: nothing that reads text may smooth a line end here
            yield f"the transcript {path.name} of {sample.stem}", path.read_bytes().decode()


def _everything(site: Site) -> Iterator[tuple[str, str]]:
    for sample in (samples(site.root) | measuring(site.root)).values():
        yield from _figure(sample)


def _stranger(site: Site, path: str, text: str, named: dict[str, str]) -> Fault:
    """A block that equals nothing, beside what it is most like."""
    like = max(
        named.items(),
        key=lambda item: SequenceMatcher(None, text, item[1]).quick_ratio(),
        default=("nothing", ""),
    )
    diff = short_diff(like[1], text, (like[0], "this block"), most=12)
    return Fault(
        f"a block of code that nobody tested, most like {like[0]}\n{diff}",
        site.at(path, text.strip().partition("\n")[0], like[0].split()[-1]),
        "a reader copies what stands here, and only what was run is known to work",
        "show the program in a sample fence, or type it in a ```python fence",
    )


def downloads_are_the_files(site: Site) -> list[Fault]:
    """What can be downloaded is the file of snippets/, byte for byte."""
    known = samples(site.root) | measuring(site.root)
    faults = []

    def compare(file: Path, where: str) -> None:
        stem = "/".join(file.with_suffix("").parts[-2:])
        if stem not in known:
            what = f"offers {stem}{file.suffix}, which is no program{nearest(stem, list(known))}"
        elif file.read_bytes() != known[stem].path.read_bytes():
            what = f"offers {stem}.py, which differs from snippets/{stem}.py"
        else:
            return
        why = "the reader takes it for the program that was tested"
        faults.append(Fault(what, where, why, "offer the file itself (theme/pages.py)"))

    for file in sorted(site.folder.rglob("*.py")):
        compare(file, f"{MAKER} (built as {file.relative_to(site.folder).as_posix()})")
    for path, soup in site.html.items():
        for tag in soup.find_all("a", download=True):
            target = _target(site, path, str(tag.get("href")))
            if isinstance(target, tuple) and target[0].suffix == ".py" and target[0].is_file():
                compare(target[0], site.at(path))
            elif not isinstance(target, tuple):
                where, why = site.at(path, str(tag.get("href"))), "a download has to be our file"
                what = f"offers {tag.get('href')}, which is none of our files"
                faults.append(Fault(what, where, why, "link to the file (theme/pages.py)"))
    return faults


# Ways


def links_resolve(site: Site) -> list[Fault]:
    """Every link to the site's own pages, anchors and files finds its target."""
    faults = []
    for path, soup in site.html.items():
        for tag in soup.find_all(href=True) + soup.find_all(src=True):
            address = str(tag.get("href", tag.get("src")))
            target = _target(site, path, address)
            if target is None:
                continue
            what = target if isinstance(target, str) else _missing(site, *target)
            if what:
                faults.append(
                    Fault(
                        f"the link {address!r} {what}",
                        site.at(path, f"]({address})", str(tag.get_text()).strip()),
                        "the reader who follows it gets nothing",
                        "correct the link; in docs/ it is the relative path of a .md file",
                    )
                )
    return list(dict.fromkeys(faults))


def _target(site: Site, path: str, address: str) -> tuple[Path, str] | str | None:
    """The file and the anchor that a link means.

    Text says what is wrong; None is a link that leads out of the site.
    """
    here = ADDRESS + path.removesuffix("index.html")
    there, anchor = urldefrag(urljoin(here, address))
    if not there.startswith(ADDRESS):
        if urlsplit(there).netloc == urlsplit(ADDRESS).netloc:
            return f"leaves the site's folder; it would only work at {urlsplit(ADDRESS).netloc}/"
        return None
    inside = unquote(urlsplit(there).path.removeprefix(urlsplit(ADDRESS).path))
    if not inside or inside.endswith("/"):
        inside += "index.html"
    return site.folder / inside, unquote(anchor)


def _missing(site: Site, file: Path, anchor: str) -> str:
    """What is missing at the end of a link, "" if nothing is."""
    name = file.relative_to(site.folder).as_posix()
    if not file.is_file():
        return f"finds no {name}"
    if anchor and name in site.ids and anchor not in site.ids[name]:
        return f"finds no #{anchor} in {name}{nearest(anchor, site.ids[name])}"
    return ""


def ids_are_unique(site: Site) -> list[Fault]:
    """No two elements of a page share an id."""
    return [
        Fault(
            f"the id {name!r} stands {times} times",
            site.at(path, *_headings(site, path, name)),
            "a link to it finds only the first one",
            "rename one of the headings or figures",
        )
        for path, ids in site.ids.items()
        for name, times in Counter(ids).items()
        if times > 1
    ]


def _headings(site: Site, path: str, name: str) -> list[str]:
    """The text of the headings that have an id."""
    tags = site.html[path].find_all(re.compile("h[1-6]"), id=name)
    return [next(iter(tag.stripped_strings), "") for tag in tags]


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (
    code_is_tested,
    downloads_are_the_files,
    links_resolve,
    ids_are_unique,
)
