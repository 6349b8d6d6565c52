"""The pytest plug-in of turns: what costs most is done in some days, a part each day.

That is so wherever somebody checks everything.  What was edited, by the last commit or
since, is done at once, and what is asked for by name; with ``--whole`` or ``LONG=1``
everything is, unless a ``--day`` is named.  ``--rest`` does what that day leaves out, so
two runs do all.
Loaded by ``-p tests.plugins.turns``.
"""

from __future__ import annotations

import datetime
import os
import zlib
from collections.abc import Mapping
from typing import Any

import pytest

from tests.plugins.edits import changed, committed

#: So many days until each has had its turn.
DAYS = 9
#: Pages are looked at in a browser, which costs most of all: one share of them each day.
SHARES = 21
#: The tests that take turns, each with what they are about: an edit there has all of them run.
TURNS = {
    "tests/choosing/": ("tests/choosing/", "snippets/choosing/", "docs/choosing/"),
    "tests/errors/": ("tests/errors/", "docs/errors/"),
    "tests/jobs/": ("tests/jobs/", "snippets/jobs/", "docs/jobs/"),
    "tests/engines/": (
        "tests/engines/",
        "snippets/engines/",
        "docs/engines/",
        "snippets/jobs/stages/",
    ),
    "tests/executors/": ("tests/executors/", "snippets/executors/", "docs/executors/"),
    "tests/processes/": ("tests/processes/", "snippets/processes/", "docs/processes/"),
    "tests/threads/": ("tests/threads/", "snippets/threads/", "docs/threads/"),
    "tests/chores/": (
        "tests/chores/",
        "recorder/write/engine.py",
        "recorder/write/matrix.py",
        "recorder/write/trials.py",
    ),
    "tests/recorder/": ("tests/recorder/", "recorder/", "shelf/"),
    "tests/theme/": ("tests/theme/", "shelf/", "theme/", "mkdocs.yml"),
    "tests/bootstrap/": ("tests/bootstrap/", "bootstrap.py", "requirements.txt"),
    "tests/test_browser.py": (
        "tests/test_browser.py",
        "tests/checks/site/",
        "theme/",
        "docs/",
        "snippets/",
    ),
    **{
        f"tests/test_{what}_seen.py": (f"tests/test_{what}_seen.py", "tests/checks/site/", "theme/")
        for what in ("excerpt", "lists", "pair", "timelines")
    },
    "tests/test_drill.py": ("tests/test_drill.py", "tests/drill/", "tests/checks/", "theme/"),
    "tests/test_mistakes.py": (
        "tests/test_mistakes.py",
        "tests/drill/",
        "tests/checks/",
        "recorder/write/",
        "shelf/",
        "theme/",
    ),
    "tests/test_search.py": (
        "tests/test_search.py",
        "tests/queries.toml",
        "docs/",
        "tests/checks/site/",
        "theme/beside/",
        "theme/site/",
    ),
    "tests/test_trials.py": (
        "tests/test_trials.py",
        "tests/spoiled.py",
        "recorder/inside/",
        "recorder/run/",
        "recorder/write/",
    ),
}
#: So many days for those of whom fewer than a ninth fit into one.
LONGER = {"tests/test_browser.py": SHARES}
#: What a worker of xdist is told, and what it tells.
KEY = "turns"


def has_its_turn(
    name: str, day: int, whole: frozenset[str] = frozenset(), share: int | None = None
) -> bool:
    """Whether a test is run on a day; those below `whole` are run on each.

    Tests of one `share` have their turn together, since what they look at is got once.
    """
    group = next((group for group in TURNS if name.startswith(group)), "")
    lot = zlib.crc32(name.encode()) if share is None else share
    days = LONGER.get(group, DAYS)
    return not group or group in whole or lot % days == day % days


def share_of_page(path: str) -> int:
    """The share of a page; it stays in it when others come and go."""
    return zlib.crc32(path.encode()) % SHARES


def share_of(item: pytest.Item) -> int | None:
    """The share that a test is about, as its parameter says; None where it has none."""
    given = getattr(item, "callspec", None)
    share = given.params.get("share") if given else None
    return share if isinstance(share, int) else None


def edited(changed: list[str]) -> list[str]:
    """The tests that take turns which are about something of these files."""
    return [
        group for group, about in TURNS.items() if any(name.startswith(about) for name in changed)
    ]


def everything(config: pytest.Config, environment: Mapping[str, str]) -> bool:
    """Whether nothing is left to another day, since all was asked for, or this by name."""
    named = config.args_source is not config.ArgsSource.TESTPATHS
    asked = ("whole", "only", "keyword", "markexpr", "lf", "failedfirst")
    return (
        named
        or any(config.getoption(name, default=None) for name in asked)
        or bool(environment.get("LONG"))
    )


# The plug-in


def pytest_addoption(parser: pytest.Parser) -> None:
    """The day whose turn it is, or all days at once."""
    group = parser.getgroup("parallel")
    group.addoption("--whole", action="store_true", help="leave nothing to another day's turn")
    group.addoption("--rest", action="store_true", help="run what the day leaves out, alone")
    group.addoption("--day", type=int, metavar="N", help="the turn of that day, as a run tells it")


def pytest_configure(config: pytest.Config) -> None:
    """Ask once for all workers of a run what the day is, and what was edited."""
    if (given := getattr(config, "workerinput", None)) is not None:
        config.stash[TURN] = given[KEY]
        return
    day, rest = config.getoption("day"), config.getoption("rest")
    since, last = changed(config.rootpath), committed(config.rootpath)
    unknown = since is None or last is None
    if day is None and not rest and (unknown or everything(config, os.environ)):
        config.stash[TURN] = None
        return
    day = datetime.date.today().toordinal() if day is None else day
    # whatever came into the tree since, two runs do all
    whole = edited([*(last or []), *(() if rest else since or [])])
    config.stash[TURN] = {"day": day, "whole": whole, "rest": rest}
    config.stash[LEFT] = 0


TURN = pytest.StashKey[dict[str, Any] | None]()
LEFT = pytest.StashKey[int]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist."""
    node.workerinput[KEY] = node.config.stash[TURN]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has its turn on another day."""
    if (turn := config.stash[TURN]) is None:
        return
    whole = frozenset(turn["whole"])
    left = [
        item
        for item in items
        if has_its_turn(item.nodeid, turn["day"], whole, share_of(item)) == turn["rest"]
    ]
    config.hook.pytest_deselected(items=left)
    out = set(left)
    items[:] = [item for item in items if item not in out]
    config.stash[LEFT] = len(left)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell from a worker of xdist how many were left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[KEY] = session.config.stash.get(LEFT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it; all workers have left out the same."""
    node.config.stash[LEFT] = getattr(node, "workeroutput", {}).get(KEY, 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and how all of it is run."""
    config = terminalreporter.config
    turn, left = config.stash[TURN], config.stash.get(LEFT, 0)
    if turn and turn["rest"]:
        terminalreporter.write_line(f"this was what --day={turn['day']} leaves out")
    elif turn and left:
        groups = ", ".join(group for group in TURNS if group not in turn["whole"])
        terminalreporter.write_line(
            f"{left} tests of {groups} have their turn on another day;"
            f" this was day {turn['day']}: --day={turn['day']} runs the same ones,"
            " make test WHOLE=1 all"
        )
