"""The built site shows what was tested, without a warning and without a dead link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shelf import ROOT
from shelf.fault import Fault
from tests.checks.pages.links import ways_lead_somewhere
from tests.checks.pages.shown import known_stems
from tests.checks.site import copied, figures, numbers, pairs, reference, valid, ways, weight
from tests.checks.site.site import Site
from tests.checks.work.messages import no


def test_the_build_is_silent(building: tuple[Site, list[Fault]]) -> None:
    """A strict build ends well, and prints nothing that it does not always print.

    What the pages' own checks tell at once is told by them alone.
    """
    _, faults = building
    if faults and [*known_stems(ROOT), *ways_lead_somewhere(ROOT)]:
        pytest.skip("not built: test_pages says why")

    no(faults)


CHECKS = [
    *copied.CHECKS,
    *ways.CHECKS,
    *figures.CHECKS,
    *pairs.CHECKS,
    *numbers.CHECKS,
    *weight.CHECKS,
    *reference.CHECKS,
    valid.html_is_valid,
]


@pytest.mark.parametrize("check", CHECKS)
def test_site(check: Callable[[Site], list[Fault]], built: tuple[Site, list[Fault]]) -> None:
    """What the check is called holds for every built page."""
    where, _ = built
    faults = check(where)

    assert where.html
    no(faults)
