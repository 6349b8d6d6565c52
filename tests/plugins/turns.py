"""The pytest plug-in of turns: what costs most is done by fifths, another one each day.

That is so where somebody checks everything before a push.  On CI all of it is done, and
here as well what was edited and not committed, what is asked for by name, and with
``--whole`` or ``LONG=1`` everything.  Loaded by ``-p tests.plugins.turns``.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

#: So many days until each has had its turn.
DAYS = 5
#: The tests that take turns, each with what they are about: an edit there has all of them run.
TURNS = {
    "tests/jobs/": ("tests/jobs/", "snippets/jobs/"),
    "tests/engines/": ("tests/engines/", "snippets/engines/", "snippets/jobs/stages/"),
    "tests/chores/test_cluster.py": (
        "tests/chores/",
        "recorder/write/engine.py",
        "recorder/write/matrix.py",
        "recorder/write/trials.py",
    ),
    "tests/test_drill.py": ("tests/test_drill.py", "tests/drill/", "tests/checks/", "theme/"),
    "tests/test_trials.py": (
        "tests/test_trials.py",
        "tests/spoiled.py",
        "recorder/inside/",
        "recorder/run/",
        "recorder/write/",
    ),
}
#: What a worker of xdist is told, and what it tells.
KEY = "turns"


def has_its_turn(name: str, day: int, whole: frozenset[str] = frozenset()) -> bool:
    """Whether a test is run on a day; those below `whole` are run on each."""
    group = next((group for group in TURNS if name.startswith(group)), "")
    return not group or group in whole or zlib.crc32(name.encode()) % DAYS == day % DAYS


def edited(changed: list[str]) -> list[str]:
    """The tests that take turns which are about something of these files."""
    return [
        group for group, about in TURNS.items() if any(name.startswith(about) for name in changed)
    ]


def changed(root: Path) -> list[str] | None:
    """What was edited at `root` and not committed; None where nobody can tell."""
    words = ["git", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]
    try:
        done = subprocess.run(words, cwd=root, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [line[3:] for line in done.stdout.split("\0") if line]


def everything(config: pytest.Config, environment: Mapping[str, str]) -> bool:
    """Whether nothing is left to another day: on CI, or since it was asked for."""
    named = config.args_source is not config.ArgsSource.TESTPATHS
    asked = ("whole", "only", "keyword", "markexpr", "lf", "failedfirst")
    return (
        named
        or any(config.getoption(name, default=None) for name in asked)
        or any(environment.get(name) for name in ("CI", "LONG"))
    )


# The plug-in


def pytest_addoption(parser: pytest.Parser) -> None:
    """The day whose turn it is, or all days at once."""
    group = parser.getgroup("parallel")
    group.addoption("--whole", action="store_true", help="leave nothing to another day's turn")
    group.addoption("--day", type=int, metavar="N", help="the turn of that day, as a run tells it")


def pytest_configure(config: pytest.Config) -> None:
    """Ask once for all workers of a run what the day is, and what was edited."""
    if (given := getattr(config, "workerinput", None)) is not None:
        config.stash[TURN] = given[KEY]
    elif everything(config, os.environ) or (files := changed(config.rootpath)) is None:
        config.stash[TURN] = None
    else:
        day = config.getoption("day") or datetime.date.today().toordinal()
        config.stash[TURN] = {"day": day, "whole": edited(files)}
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
    left = [item for item in items if not has_its_turn(item.nodeid, turn["day"], whole)]
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
    if turn and left:
        groups = ", ".join(group for group in TURNS if group not in turn["whole"])
        terminalreporter.write_line(
            f"{left} tests of {groups} have their turn on another day, and on CI all are run;"
            f" this was day {turn['day']}: --day={turn['day']} runs the same ones,"
            " make test WHOLE=1 all"
        )
