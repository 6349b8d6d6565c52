"""All programs of a checkout, by stem, and what is on record of them.

A `Shelf` reads each file once: it looks at the stamps, and keeps what has not
changed.  `samples`, `measuring` and `find` read anew at each call.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from shelf import trials
from shelf.matrix import NAME, recorded
from shelf.runs import Record
from shelf.sample import ROOT, Sample, UnknownSample
from shelf.support import observed, supported
from shelf.trials import Trials
from shelf.words import nearest


def samples(root: Path = ROOT) -> dict[str, Sample]:
    """Every program of the checkout at `root` that prints, by stem, in order."""
    return {stem: sample for stem, sample in _all(root).items() if not sample.timing}


def measuring(root: Path = ROOT) -> dict[str, Sample]:
    """Every program of the checkout at `root` that measures, by stem, in order."""
    return {stem: sample for stem, sample in _all(root).items() if sample.timing}


def _all(root: Path) -> dict[str, Sample]:
    folder = root / "snippets"
    topics = [topic for topic in folder.iterdir() if topic.is_dir()] if folder.is_dir() else []
    seen = [topic for topic in topics if not topic.name.startswith(".")]
    stems = sorted(f"{topic.name}/{name}" for topic in seen for name in _programs(topic))
    return {stem: Sample(root, stem) for stem in stems}


def _programs(topic: Path) -> list[str]:
    """The names of the programs in a topic's folder."""
    names = [name for name in os.listdir(topic) if name.endswith(".py")]
    return [name.removesuffix(".py") for name in names if not name.startswith(".")]


def find(stem: str, root: Path = ROOT) -> Sample:
    """The sample called `stem`; raises `UnknownSample` with the nearest stems."""
    topic, _, name = stem.partition("/")
    folder = root / "snippets" / topic
    # its folder's list and not the file: some systems find it under another case, too
    if not (topic and folder.is_dir() and name in _programs(folder)):
        raise UnknownSample(f"there is no program {stem!r}{nearest(stem, list(_all(root)))}")
    return Sample(root, stem)


#: The topics in the order of the site; another one follows by name.
TOPICS = ("threads", "processes", "executors", "choosing", "jobs", "engines")


def topic_order(topic: str) -> tuple[int, str]:
    """Puts topics in the order of the site."""
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS), topic


def in_order(found: Iterable[Sample]) -> list[Sample]:
    """Programs in the order of the site."""

    def order(sample: Sample) -> tuple[tuple[int, str], str, bool]:
        right = sample.neighbour if sample.broken else sample.stem
        return topic_order(sample.topic), right, sample.broken

    return sorted(found, key=order)


def stamp(file: Path) -> tuple[int, int]:
    """Differs when a file has changed; a file that is not there has one too."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


class Shelf:
    """All programs of the checkout at `root`, as they were when last `refresh`ed."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        #: Another object whenever a file of snippets/ is another one.
        self.state = object()
        self._files: dict[str, tuple[int, int]] = {}
        self._known: dict[str, Sample] = {}
        self._printing: list[Sample] = []
        self._measuring: list[Sample] = []
        self._record: tuple[object, Record] | None = None
        self._trials: tuple[object, Trials] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Look at every stamp, and forget the programs of which a file has changed."""
        files = dict(_stamps(str(self.root / "snippets")))
        if files == self._files:
            return
        names = {name for name, _ in files.items() ^ self._files.items()}
        changed = {name.partition(".")[0] for name in names}
        # a lock, or what stands beside programs when they run, belongs to several
        whole = any(not _of_a_program(name) for name in names)
        kept = {} if whole else {k: v for k, v in self._known.items() if k not in changed}
        self._files, self.state = files, object()
        stems = sorted(n.removesuffix(".py") for n in files if n.endswith(".py"))
        self._known = {
            stem: kept.get(stem) or Sample(self.root, stem, keeps=True)
            for stem in stems
            if _of_a_program(stem)
        }
        programs = in_order(self._known.values())
        self._printing = [one for one in programs if not one.timing]
        self._measuring = [one for one in programs if one.timing]

    def programs(self) -> list[Sample]:
        """Every program that prints in the order of the site, a broken one after its neighbour."""
        return self._printing

    def measuring(self) -> list[Sample]:
        """Every program that measures, in the order of the site."""
        return self._measuring

    def program(self, stem: str) -> Sample:
        """The program `stem`; raises `UnknownSample` with the nearest stems."""
        if stem not in self._known:
            near = nearest(stem, list(self._known))
            raise UnknownSample(f"there is no program {stem!r}{near}")
        return self._known[stem]

    @property
    def settings(self) -> Path:
        """The file that names the supported Pythons."""
        own = self.root / "pyproject.toml"
        return own if own.is_file() else ROOT / "pyproject.toml"

    @property
    def record(self) -> Record:
        """What was run, as the file says now; raises `MatrixError` where it cannot be read."""
        state = [stamp(self.root / NAME), stamp(self.settings)]
        if self._record is None or self._record[0] != state:
            there = self.settings.parent
            known = Record(recorded(self.root), tuple(supported(there)), tuple(observed(there)))
            self._record = state, known
        return self._record[1]

    @property
    def trials(self) -> Trials:
        """What was done to programs as their users do, as the file says now."""
        state = stamp(self.root / trials.NAME)
        if self._trials is None or self._trials[0] != state:
            self._trials = state, trials.read(self.root / trials.NAME)
        return self._trials[1]


def _of_a_program(name: str) -> bool:
    """Whether a file belongs to one program: ``threads/x.older.txt``."""
    return name.count("/") == 1 and not name.startswith("locks/")


def _stamps(folder: str, below: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file below `folder` with its time of change and size."""
    try:
        entries = [*os.scandir(folder)]
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _stamps(entry.path, f"{below}{entry.name}/")
        elif below:
            status = entry.stat()
            yield f"{below}{entry.name}", (status.st_mtime_ns, status.st_size)
