"""The fault drill: one fault at a time is planted in a checkout, and the right check sees it."""

from __future__ import annotations

import re
import shutil
from compileall import compile_dir
from pathlib import Path

import pytest
from filelock import FileLock

from shelf.fault import report
from tests.checks.work.messages import lacks
from tests.drill import (
    claim_faults,
    number_faults,
    page_faults,
    program_faults,
    reference_faults,
    run_faults,
    site_faults,
    trace_faults,
)
from tests.drill.look import pytest_of
from tests.drill.plant import Case
from tests.drill.tree import lay_out

#: The tests that the drill relies on.
CHECKING = (
    "tests/test_snippets.py",
    "tests/test_pages.py",
    "tests/test_timelines.py",
    "tests/test_site.py",
)
CASES = [
    *run_faults.RUNNING,
    *program_faults.READING,
    *trace_faults.READING,
    *trace_faults.RUNNING,
    *page_faults.READING,
    *claim_faults.READING,
    *site_faults.TYPING,
    *site_faults.BUILDING,
    *number_faults.MEASURED,
    *reference_faults.READING,
    *reference_faults.BUILDING,
]


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A checkout without a fault, to be copied; laid out once for all workers of a run.

    Every copy finds our modules compiled, and its tests as pytest compiles them.
    """
    own = tmp_path_factory.getbasetemp()
    root = (own if worker_id == "master" else own.parent) / "drill" / "clean"
    with FileLock(f"{root.parent}.lock"):
        if not root.exists():
            pytest_of(lay_out(root), "--collect-only", *CHECKING)
            compile_dir(root, quiet=1)
    return root


@pytest.fixture
def checkout(clean: Path, tmp_path: Path) -> Path:
    """A checkout of one's own."""
    return Path(shutil.copytree(clean, tmp_path / "checkout"))


def test_the_checkout_has_no_fault(checkout: Path) -> None:
    """All tests that the drill relies on pass before anything is planted."""
    text = pytest_of(checkout, *CHECKING, "docs")
    passed = re.search(r"= (\d+) passed in ", text)

    assert passed, text
    assert int(passed[1]) > 50


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_a_planted_fault_is_seen(case: Case, checkout: Path) -> None:
    """The check that is meant for it names the fault, in a message of four parts."""
    case.plant(checkout)
    seen = case.look(checkout)
    text = report(seen)

    assert seen, "the check sees nothing"
    assert all(words in text for words in case.says), text
    assert {fault.where: lacks(fault, checkout) for fault in seen} == {f.where: [] for f in seen}


def test_the_drill_is_a_drill() -> None:
    """It has the size that was promised, and no two faults share a name."""
    assert len({case.name for case in CASES}) == len(CASES) >= 20
