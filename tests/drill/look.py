"""The checks of the drill: what each test asks of our checkout, asked of one that was spoilt.

A check is called as its test calls it; pytest is started only for what lives
in pytest itself, or runs in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from recorder.pythons.interpreters import choose
from shelf import Sample
from shelf.fault import Fault
from tests.checks.pages import (
    answers,
    fences,
    guides,
    kept,
    looked,
    measured,
    paired,
    referred,
    shown,
)
from tests.checks.pages.drawn import parts_are_drawn
from tests.checks.pages.markdown import Page
from tests.checks.programs import halves, mutated, weakened
from tests.checks.programs.conduct import conduct
from tests.checks.programs.form import form as form_of
from tests.checks.records import cases, files, traced
from tests.checks.site import copied, figures, numbers, pairs, reference, ways, weight
from tests.checks.site import site as built
from tests.checks.site.browser import CHROMIUM
from tests.checks.site.site import Site
from tests.checks.work.command import run
from tests.plugins.annotate import faults_in

#: Looks for faults in a checkout.
Look = Callable[[Path], list[Fault]]
Where = TypeVar("Where", Path, Site)


def runs(name: str) -> Look:
    """Whether a program does what it says."""
    return lambda root: conduct(Sample(root, f"threads/{name}"), choose(""))


def form(name: str) -> Look:
    """How a program is written."""
    return lambda root: form_of(Sample(root, f"threads/{name}"))


def shelf(check: str) -> Look:
    """What snippets/ is as a whole."""
    return _called(check, [*files.CHECKS, *cases.CHECKS])


def mechanism(check: str) -> Look:
    """Whether programs are held to what they show, and pairs to one difference."""
    return _called(check, [*mutated.CHECKS, *halves.CHECKS, *weakened.CHECKS])


def traces(check: str) -> Look:
    """What the traces are as a whole."""
    return _called(check, traced.CHECKS)


def fresh(panel: str) -> Look:
    """Whether a fresh run shows what a page claims of a trace."""

    def look(root: Path) -> list[Fault]:
        one = next(one for one in traced.drawn(root) if one.name == panel)
        here = choose("")
        cell = traced.showing(one.panel, here, "")
        assert cell, f"{panel} is not of this Python"
        return traced.holds_of(one, here, cell)

    return look


def pages(check: str) -> Look:
    """What the pages are as a whole."""
    rooms = (shown, paired, fences, guides, referred, measured, kept, looked)
    return _called(check, [one for room in rooms for one in room.CHECKS])


def claims(check: str) -> Look:
    """What the pages claim, and what answers for it."""
    return _called(check, answers.CHECKS)


def drawn(page: str) -> Look:
    """Whether all parts of a page can be drawn."""
    return lambda root: parts_are_drawn(Page(root, root / "docs" / f"{page}.md"))


def build(root: Path) -> list[Fault]:
    """What the build has to say."""
    return built.build(root, root / "site")


def site(check: str) -> Look:
    """What the built site is."""
    checks = [
        *copied.CHECKS,
        *ways.CHECKS,
        *figures.CHECKS,
        *pairs.CHECKS,
        *numbers.CHECKS,
        *weight.CHECKS,
        *reference.CHECKS,
    ]
    called = _called(check, checks)

    def look(root: Path) -> list[Fault]:
        assert build(root) == []
        return called(Site(root, root / "site"))

    return look


def browser(node: str) -> Look:
    """What a test that reads the built site in a browser says; skipped where there is none."""

    def look(root: Path) -> list[Fault]:
        CHROMIUM.path()
        return asked(node)(root)

    return look


def asked(node: str) -> Look:
    """What pytest says of one test, which has to fail alone."""

    def look(root: Path) -> list[Fault]:
        text = pytest_of(root, node)
        assert re.search(rf"(?m)^FAILED {re.escape(node)}", text), text
        assert re.search(r"= 1 failed(, \d+ passed)? in ", text), text
        return faults_in(text)

    return look


def pytest_of(root: Path, *nodes: str) -> str:
    """What pytest prints when it runs `nodes` of the checkout at `root`."""
    words = ["-m", "pytest", *"-n 0 -p no:randomly -p no:cacheprovider --no-header -rfs".split()]
    # compiled modules are kept: most of a case is spent on reading ours
    keep = {"PYTHONDONTWRITEBYTECODE": ""}
    _, text = run([*words, f"--basetemp={root.parent / 'temporary'}", *nodes], root, keep)
    return text


def _called(
    name: str, checks: Iterable[Callable[[Where], list[Fault]]]
) -> Callable[[Where], list[Fault]]:
    """The check of that name."""
    return next(check for check in checks if check.__name__ == name)


TYPED = asked("docs/threads/index.md")
