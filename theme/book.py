"""The pages as they are written: which page is this, and where does a figure stand?

A generator hands an extension a text and no name.  The page is found by
comparing that text with the files under docs/ and with the generated pages,
which works the same under every generator.
"""

from __future__ import annotations

import functools
import posixpath
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from recorder import ROOT, Sample, find, measuring, samples, supported
from recorder.header import nearest
from recorder.matrix import NAME, recorded
from theme.faults import PageError, PageErrors
from theme.fences import Fence, fences
from theme.runs import Record

#: Where the programs' files stand on the site, one folder for each topic.
PROGRAMS = "programs"
#: The topics in the order of the site; another one follows by name.
TOPICS = ("threads", "processes", "executors", "choosing")
#: The generated page that shows every run, a row for each program.
MATRIX = "matrix.md"
#: The generated page that lists every measurement, and the folder of their pages.
MEASURED = "measured.md"


def measured_page(stem: str) -> str:
    """The generated page of the program `stem`, which measures."""
    return f"{MEASURED.removesuffix('.md')}/{stem}.md"


def anchor(stem: str) -> str:
    """The id of a program's figure."""
    return stem.replace("/", "-")


def place(topic: str) -> tuple[int, str]:
    """Puts topics in the order of the site."""
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS), topic


def _in_order(found: Iterable[Sample]) -> list[Sample]:
    """Programs in the order of the site."""

    def order(sample: Sample) -> tuple[tuple[int, str], str, bool]:
        right = sample.neighbour if sample.broken else sample.stem
        return place(sample.topic), right, sample.broken

    return sorted(found, key=order)


def _stamp(file: Path) -> tuple[int, int]:
    """Differs when a file has changed; a file that is not there has one too."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


@dataclass(frozen=True)
class Source:
    """A page's file: its path below docs/, its text, and whether docs/ really holds it."""

    path: str
    text: str
    written: bool = True

    @property
    def name(self) -> str:
        """How a message names the page."""
        return f"docs/{self.path}" if self.written else f"the generated page {self.path}"

    @cached_property
    def samples(self) -> tuple[Fence, ...]:
        """The ``sample`` fences that stand on the page."""
        return tuple(f for f in self.fences if f.language == "sample")

    @property
    def messages(self) -> tuple[Fence, ...]:
        """The ``message`` fences that stand on the page."""
        return tuple(f for f in self.fences if f.language == "message")

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """Every fence of the page."""
        return tuple(fences(self.text.split("\n")))

    @property
    def title(self) -> str:
        """The page's first heading."""
        heading = re.search(r"(?m)^# (.+)$", self.text)
        return heading[1] if heading else self.path

    def start(self, text: str) -> int | None:
        """How many lines of the file stand before `text`, None if it is not its end.

        A generator takes the front matter away before it converts a page.
        """
        whole, end = self.text.rstrip(), text.strip()
        if not whole.endswith(end):
            return None
        blank = text[: len(text) - len(text.lstrip())].count("\n")
        return whole.count("\n", 0, len(whole) - len(end)) - blank


class Book:
    """Everything under docs/ of the checkout at `root`, as it was when last `refresh`ed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: dict[str, Source] = {}
        self._stamps: dict[str, tuple[int, int]] = {}
        self._places: dict[str, list[tuple[Source, Fence]]] = {}
        self._made: Mapping[str, str] = {}
        self._once: tuple[object, Mapping[str, str]] | None = None
        self._record: tuple[object, Record] | None = None
        self._lock = threading.Lock()  # Zensical converts pages in several threads
        self.refresh()

    def refresh(self) -> None:
        """Read again what has changed since; called once for each page that is converted."""
        folder = self.root / "docs"
        with self._lock:
            stamps: dict[str, tuple[int, int]] = {}
            sources: dict[str, Source] = {}
            for file in sorted(folder.rglob("*.md")):
                path = file.relative_to(folder).as_posix()
                stamps[path] = _stamp(file)
                if stamps[path] == self._stamps.get(path):
                    sources[path] = self.sources[path]
                else:
                    sources[path] = Source(path, file.read_text(encoding="utf-8-sig"))
            if stamps == self._stamps:
                return
            places: dict[str, list[tuple[Source, Fence]]] = {}
            for source in sources.values():
                for fence in source.samples:
                    places.setdefault(fence.stem, []).append((source, fence))
            self.sources, self._stamps, self._places = sources, stamps, places

    def once(self, make: Callable[[Book], Mapping[str, str]]) -> Mapping[str, str]:
        """What `make` makes of docs/ and snippets/; made anew where a file of them has changed."""
        files = [*(self.root / "snippets").glob("*/*"), self.root / NAME, self._settings]
        state = {file: _stamp(file) for file in files}, self._stamps
        if self._once is None or self._once[0] != (make, state):
            self._once = (make, state), make(self)
        return self._once[1]

    @property
    def _settings(self) -> Path:
        own = self.root / "pyproject.toml"
        return own if own.is_file() else ROOT / "pyproject.toml"

    @property
    def record(self) -> Record:
        """What was run, as the file says now; raises `MatrixError` where it cannot be read."""
        stamp = [_stamp(self.root / NAME), _stamp(self._settings)]
        if self._record is None or self._record[0] != stamp:
            known = Record(recorded(self.root), tuple(supported(self._settings.parent)))
            self._record = stamp, known
        return self._record[1]

    def programs(self) -> list[Sample]:
        """Every program that prints in the order of the site, a broken one after its neighbour."""
        return _in_order(samples(self.root).values())

    def measuring(self) -> list[Sample]:
        """Every program that measures, in the order of the site."""
        return _in_order(measuring(self.root).values())

    def generated(self) -> Mapping[str, str]:
        """The generated files by path; none where they stop the build themselves."""
        from theme.pages import pages  # pages are drawn from the book

        try:
            self._made = pages(self.root)
        except PageErrors:
            self._made = {}
        return self._made

    def page(self, text: str) -> Source | None:
        """The page whose converted text is `text`, None if there is none.

        Raises `PageError` where two pages hold the same text.
        """
        if found := self._closest(text, list(self.sources.values())):
            return found
        return self._generated(text, self._made) or self._generated(text, self.generated())

    def _generated(self, text: str, made: Mapping[str, str]) -> Source | None:
        pages = [Source(path, text, False) for path, text in made.items() if path.endswith(".md")]
        return self._closest(text, pages)

    def _closest(self, text: str, sources: list[Source]) -> Source | None:
        """Of the pages that end in `text`, the one with the least before it."""
        ends = [source for source in sources if source.start(text) is not None]
        ends.sort(key=lambda source: len(source.text))
        if len(ends) > 1 and ends[0].text.strip() == ends[1].text.strip():
            raise PageError(f"{ends[0].name} and {ends[1].name} hold the same text; keep one")
        return ends[0] if ends else None

    def places(self, stem: str) -> list[tuple[Source, Fence]]:
        """Each page and fence that shows the program `stem`."""
        return self._places.get(stem, [])

    def sample(self, stem: str) -> Sample:
        """The program `stem`; raises `UnknownSample` with the nearest stems."""
        sample = Sample(self.root, stem)
        known = re.fullmatch(r"[\w-]+/[\w-]+", stem) and sample.path.is_file()
        return sample if known else find(stem, self.root)


@functools.cache
def book(root: Path) -> Book:
    """The one book of the checkout at `root`, shared by all conversions."""
    return Book(root)


@dataclass(frozen=True)
class Links:
    """The ways from one page: paths between source files, as Markdown has them.

    The generator turns them into addresses, as it does for a writer's links.
    """

    book: Book
    here: Source

    def to(self, path: str, fragment: str = "") -> str:
        """The way to the file at `path` below docs/."""
        mark = f"#{fragment}" if fragment else ""
        if mark and path == self.here.path:
            return mark
        return posixpath.relpath(path, posixpath.dirname(self.here.path) or ".") + mark

    def program(self, stem: str) -> str:
        """The way to the file of a program."""
        return self.to(f"{PROGRAMS}/{stem}.py")

    def figure(self, stem: str) -> str:
        """The way to the figure of a program; raises `PageError` where no page shows it."""
        if self.book.sample(stem).timing:
            return self.to(measured_page(stem))
        places = self.book.places(stem)
        if not places:
            raise PageError(
                f"no page shows {stem}; a program that is named has to stand on one page"
            )
        return self.to(places[0][0].path, anchor(stem))

    def page(self, target: str) -> str:
        """The way to a page named as in Markdown, "../threads/index.md#cure".

        Raises `PageError` where there is no such page.
        """
        name, _, fragment = target.partition("#")
        folder = posixpath.dirname(self.here.path)
        path = posixpath.normpath(posixpath.join(folder, name))
        known = self.book.sources
        if path not in known and path not in self.book.generated():
            pages = [posixpath.relpath(page, folder or ".") for page in known]
            raise PageError(f"there is no page {name!r}{nearest(name, pages)}")
        return self.to(path, fragment)
