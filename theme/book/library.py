"""The pages as they are written, the programs on them, and what is on record of these."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from shelf import Sample
from shelf.runs import Record
from shelf.shelf import Shelf, stamp
from shelf.trials import Trials
from theme.book.fences import Fence
from theme.book.sources import Source


class Book:
    """Everything under docs/ of the checkout at `root`, as it was when last `refresh`ed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: dict[str, Source] = {}
        self._stamps: dict[str, tuple[int, int]] = {}
        self._places: dict[str, list[tuple[Source, Fence]]] = {}
        self._once: tuple[object, Mapping[str, str]] | None = None
        self.shelf = Shelf(root)
        self._lock = threading.Lock()  # Zensical converts pages in several threads
        self.refresh()

    def refresh(self) -> None:
        """Read again what has changed since; called once for each page that is converted."""
        folder = self.root / "docs"
        with self._lock:
            self.shelf.refresh()
            stamps: dict[str, tuple[int, int]] = {}
            sources: dict[str, Source] = {}
            for file in sorted(folder.rglob("*.md")):
                path = file.relative_to(folder).as_posix()
                stamps[path] = stamp(file)
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
        state = (make, self.shelf.state, self.record, self.trials, self._stamps)
        if self._once is None or self._once[0] != state:
            self._once = state, make(self)
        return self._once[1]

    @property
    def record(self) -> Record:
        """What was run, as the file says now; raises `MatrixError` where it cannot be read."""
        return self.shelf.record

    @property
    def trials(self) -> Trials:
        """What was done to programs as their users do, as the file says now."""
        return self.shelf.trials

    def programs(self) -> list[Sample]:
        """Every program that prints in the order of the site, a broken one after its neighbour."""
        return self.shelf.programs()

    def measuring(self) -> list[Sample]:
        """Every program that measures, in the order of the site."""
        return self.shelf.measuring()

    def places(self, stem: str) -> list[tuple[Source, Fence]]:
        """Each page and fence that shows the program `stem`."""
        return self._places.get(stem, [])

    def sample(self, stem: str) -> Sample:
        """The program `stem`; raises `UnknownSample` with the nearest stems."""
        return self.shelf.program(stem)


@functools.cache
def book(root: Path) -> Book:
    """The one book of the checkout at `root`, shared by all conversions."""
    return Book(root)
