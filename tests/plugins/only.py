"""The pytest plug-in of ``make test ONLY=threads/lost_update``: what concerns one program or page.

Its options also say where programs run.  Loaded by ``-p tests.plugins.only``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from shelf import ROOT, measuring, samples
from shelf.conditions import START_METHODS
from shelf.words import nearest
from tests.checks.pages.markdown import Page, pages

#: The checks of all pages and programs, each of one or of the whole.
GENERAL = ("snippets", "pages", "claims", "timelines")
#: What tells the whole of docs/ and snippets/ at once, and quickly; mypy is for `make lint`.
WHOLE = ("test_pages", "test_claims", "test_the_shelf", "test_the_traces")
SLOW = ("test_the_shelf[mypy]",)


class UnknownName(ValueError):
    """A name that is neither a program's nor a page's; the message names the nearest ones."""


@dataclass(frozen=True)
class Chosen:
    """The programs and pages that were asked for, and those that belong to them."""

    root: Path
    stems: frozenset[str]
    pages: frozenset[str]

    @cached_property
    def files(self) -> frozenset[Path]:
        """The files that hold their checks."""
        tests = self.root / "tests"
        own = (stem.rpartition("/") for stem in self.stems)
        return frozenset(
            [
                *(tests / f"test_{name}.py" for name in GENERAL),
                *(tests / topic / f"test_{name}.py" for topic, _, name in own),
                *(self.root / "docs" / f"{page}.md" for page in self.pages),
            ]
        )

    def holds(self, item: pytest.Item) -> bool:
        """Whether a test of those files is about them."""
        if item.path not in self.files:
            return False
        if item.path.parent != self.root / "tests":
            return True
        given = getattr(item, "callspec", None)
        params = given.params if given else {}
        subject = next((params[name] for name in ("sample", "page", "one") if name in params), None)
        if isinstance(subject, Page):
            return subject.below_docs.removesuffix(".md") in self.pages
        if subject is not None:
            return subject.stem in self.stems
        return item.name.partition("[")[0] in WHOLE and item.name not in SLOW


def chosen(names: list[str], root: Path) -> Chosen:
    """What `names` stand for: a page with its programs, a program with its neighbour and page.

    A path to the file is understood too.
    """
    shown = {
        page.below_docs.removesuffix(".md"): [fence.stem for fence in page.samples]
        for page in pages(root)
    }
    known = samples(root) | measuring(root)
    stems: set[str] = set()
    for name in map(_plain, names):
        if name not in shown and name not in known:
            near = nearest(name, [*shown, *known])
            raise UnknownName(f"there is no program and no page {name!r}{near}")
        stems.update(stem for stem in shown.get(name, ()) if stem in known)
        stems.update({name, known[name].neighbour} & known.keys() if name in known else ())
    named = {name for name in map(_plain, names) if name in shown}
    beside = {page for page, on_it in shown.items() if stems & set(on_it)}
    return Chosen(root, frozenset(stems), frozenset(named | beside))


def _plain(name: str) -> str:
    """A name without the room and the ending of its file."""
    name = name.replace("\\", "/").removeprefix("snippets/").removeprefix("docs/")
    return name.removesuffix(".py").removesuffix(".md")


# The plug-in

CHOSEN = pytest.StashKey[Chosen]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What to check, and where programs run."""
    group = parser.getgroup("parallel")
    group.addoption(
        "--only",
        default=[],
        action="append",
        metavar="NAME",
        help="what concerns this program or page, as threads/lost_update; may be repeated",
    )
    group.addoption(
        "--on", default="", metavar="PYTHON", help="the interpreter that programs run on, as 3.14t"
    )
    methods = ("", *START_METHODS)
    group.addoption("--start-method", default="", choices=methods, help="forced on programs")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a name that nothing has, before anything is collected."""
    if names := config.getoption("--only"):
        try:
            config.stash[CHOSEN] = chosen(names, ROOT)
        except UnknownName as error:
            raise pytest.UsageError(str(error)) from None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass by the files that have no check of what was asked for."""
    only = config.stash.get(CHOSEN, None)
    passed_by = only and collection_path.is_file() and collection_path not in only.files
    return True if passed_by else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the checks of what was asked for."""
    if only := config.stash.get(CHOSEN, None):
        config.hook.pytest_deselected(items=[item for item in items if not only.holds(item)])
        items[:] = [item for item in items if only.holds(item)]
