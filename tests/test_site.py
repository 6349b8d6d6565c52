"""The built site shows what was tested, without a warning and without a dead link."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from filelock import FileLock

from recorder import ROOT
from recorder.fault import Fault
from tests.checks import figures, site
from tests.checks.messages import no
from tests.checks.reference import names_are_listed
from tests.checks.site import Site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Site, list[Fault]]:
    """The site, and what its build had to say; built once for all workers of a run.

    A lock and not a group of tests: groups are passed over in silence by
    pytest-xdist 3.8 under pytest 9.2 (pytest-dev/pytest-xdist#1386).
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, told = shared / "site", shared / "site.json"
    with FileLock(shared / "site.lock"):
        if not told.exists():
            faults = [asdict(fault) for fault in site.build(ROOT, folder)]
            told.write_text(json.dumps(faults), encoding="utf-8")
    return Site(ROOT, folder), [Fault(**fault) for fault in json.loads(told.read_text("utf-8"))]


def test_the_build_is_silent(built: tuple[Site, list[Fault]]) -> None:
    """A strict build ends well, and prints nothing that it does not always print."""
    _, faults = built

    no(faults)


@pytest.mark.parametrize("check", [*site.CHECKS, *figures.CHECKS, names_are_listed])
def test_site(check: Callable[[Site], list[Fault]], built: tuple[Site, list[Fault]]) -> None:
    """What the check is called holds for every built page."""
    where, _ = built
    faults = check(where)

    assert where.html, "nothing was built: test_the_build_is_silent says why"
    no(faults)
