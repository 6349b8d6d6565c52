"""The built site shows what was tested, without a warning and without a dead link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recorder.fault import Fault
from tests.checks import figures, measured, reference, site, valid, weight
from tests.checks.messages import no
from tests.checks.site import Site


def test_the_build_is_silent(built: tuple[Site, list[Fault]]) -> None:
    """A strict build ends well, and prints nothing that it does not always print."""
    _, faults = built

    no(faults)


CHECKS = [
    *site.CHECKS,
    *figures.CHECKS,
    *measured.CHECKS,
    *weight.CHECKS,
    *reference.CHECKS,
    valid.html_is_valid,
]


@pytest.mark.parametrize("check", CHECKS)
def test_site(check: Callable[[Site], list[Fault]], built: tuple[Site, list[Fault]]) -> None:
    """What the check is called holds for every built page."""
    where, _ = built
    faults = check(where)

    assert where.html, "nothing was built: test_the_build_is_silent says why"
    no(faults)
