"""The pytest plug-in that tells each cause once, however many checks it makes red.

A check fails with its faults (`tests.checks.work.messages.no`).  They come along
with its report, and at the end the reports are written anew: those faults that
have a cause of their own stay, in the first check that found them, and what
follows from them is a line.  Loaded by ``-p tests.plugins.causes``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from shelf.fault import Fault, report
from tests.checks.work.causes import causes
from tests.checks.work.messages import Found

KEY = "faults"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """Send a check's faults along with its report, also from another process."""
    made: pytest.TestReport = yield
    if call.excinfo and isinstance(call.excinfo.value, Found):
        made.user_properties.append((KEY, [asdict(fault) for fault in call.excinfo.value.faults]))
    return made


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Leave in each report what is its own to say."""
    retell(terminalreporter.stats.get("failed", []))


def retell(reports: list[pytest.TestReport]) -> None:
    """Write the reports anew, so that each cause stands in one of them."""
    given = [(one, _faults(one)) for one in reports]
    own, _ = causes([fault for _, faults in given for fault in faults])
    told: set[Fault] = set()
    for one, faults in given:
        if not faults:
            continue
        mine = [fault for fault in faults if fault in own and fault not in told]
        told.update(mine)
        one.longrepr = report(mine) if mine else "follows from what is said elsewhere here"


def _faults(one: pytest.TestReport) -> list[Fault]:
    return [Fault(**each) for key, found in one.user_properties if key == KEY for each in found]
