"""Each target of the Makefile calls what it should, hands on what it is told, hides nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from shelf import ROOT
from tests.stand_ins import Called, call, stand_in

#: All that a person can tell `make` at once.
TOLD = {
    "ONLY": "snippets/threads/tally.py",
    "ON": "3.14t",
    "METHOD": "spawn",
    "ENGINE": "module:function",
    "WHOLE": "1",
    "REST": "1",
    "DAY": "7",
    "UPGRADE": "1",
    "PAGE": "threads/tally",
    "PROGRAM": "tally",
    "BROKEN": "1",
    "N": "3",
    "JOBS": "2",
    "PORT": "8001",
}
LINT = ("venv -m ruff check --quiet .", "venv -m mypy --no-error-summary")
ROOMS = "venv -m tests.checks.work.rooms"
FORM = "venv -m tests.checks.programs threads/tally"
ON = "--on 3.14t"
METHOD = "--start-method spawn"
ENGINE = "--engine module:function"
SITE = ("venv -m mkdocs build --strict --clean", "venv -m theme.finish site")
BOOK = ("venv -m theme.bind site", "venv -m tests.checks.site.bound site")
LINKS = ("venv -m tests.chores.links", "venv -m tests.chores.pins")
#: What each target calls behind set-up: told nothing, and told everything.
TARGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "setup": ((), ()),
    "serve": (
        ("venv bootstrap.py port 8000", "venv -m mkdocs serve --dev-addr 127.0.0.1:8000"),
        ("venv bootstrap.py port 8001", "venv -m mkdocs serve --dev-addr 127.0.0.1:8001"),
    ),
    "test": (
        ("python bootstrap.py", *LINT, ROOMS, "venv -m pytest -n 4"),
        (
            "venv -m pytest -n 0 -q --no-header --only=threads/tally"
            f" {ON} {METHOD} --whole --day=7 --rest",
        ),
    ),
    "lint": ((*LINT, ROOMS), (*LINT, ROOMS)),
    "site": (SITE, SITE),
    "book": ((*SITE, *BOOK), (*SITE, *BOOK)),
    "links": (LINKS, LINKS),
    "record": (("venv -m recorder record",), (FORM, f"venv -m recorder record {ON} threads/tally")),
    "trace": (("venv -m recorder trace",), (f"venv -m recorder trace {ON} threads/tally",)),
    "orders": (("venv -m recorder orders",), (f"venv -m recorder orders {ON} threads/tally",)),
    "matrix": (
        ("venv -m recorder matrix",),
        (FORM, f"venv -m recorder matrix {ON} {METHOD} {ENGINE} threads/tally"),
    ),
    "use": (
        ("venv -m recorder use",),
        (f"venv -m recorder use {ON} {METHOD} --whole {ENGINE} threads/tally",),
    ),
    "contract": (
        ("venv -m recorder contract",),
        (f"venv -m recorder contract {ON} snippets/threads/tally.py",),
    ),
    "rehearse": (
        ("venv -m tests.chores.rehearse",),
        ("venv -m tests.chores.rehearse threads/tally",),
    ),
    "mutants": (("venv -m tests.mutants",), (f"venv -m tests.mutants {ON} threads/tally",)),
    "keep": (("venv -m tests.chores.keep",), ("venv -m tests.chores.keep",)),
    "measure": (("venv -m recorder measure",), (f"venv -m recorder measure {ON} threads/tally",)),
    "new": (
        ("venv -m tests.chores.new",),
        ("venv -m tests.chores.new threads/tally --program tally --broken",),
    ),
    "soak": (
        ("venv -m tests.chores.soak 50 --jobs 4",),
        (f"venv -m tests.chores.soak 3 --jobs 2 {ENGINE}",),
    ),
    "bench": (("venv -m tests.chores.bench",), ("venv -m tests.chores.bench",)),
    "lock": (
        ("python bootstrap.py lock", "python bootstrap.py", "venv -m recorder lock"),
        (
            "python bootstrap.py lock --upgrade",
            "python bootstrap.py",
            "venv -m recorder lock --upgrade",
        ),
    ),
    "clean": ((), ()),
    "help": ((), ()),
}
#: Those that need nothing to be set up before.
BARE = ("lock", "clean", "help")
#: A second command that says why the first one failed.
SAYS_WHY = {"site": "venv -m tests.checks.pages.links", "book": "venv -m tests.checks.pages.links"}

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="its stand-ins are of sh")
BOTH = pytest.mark.parametrize("told", [{}, TOLD], ids=["told nothing", "told all"])
EACH = pytest.mark.parametrize("target", TARGETS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with our Makefile, and with programs that stand in for the two Pythons."""
    if not shutil.which("make"):
        pytest.skip("there is no make here")
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("python", "venv"):
        stand_in(tmp_path / name, name)
    return tmp_path


def make(folder: Path, target: str, told: dict[str, str], fail_at: int = 0) -> Called:
    """A call of `make`."""
    own = {"VENV": str(folder / "venv"), "PYTHON": str(folder / "python"), "OS": ""}
    words = [f"{name}={value}" for name, value in (own | told).items()]
    return call(["make", target, *words], folder, fail_at, without=TOLD)


@BOTH
@EACH
def test_a_target_calls_what_it_is_there_for(folder: Path, target: str, told: dict[str, str]):
    """All of it, in order, with all that it was told, and nothing else."""
    done = make(folder, target, told)

    begun = [] if target in BARE else ["python bootstrap.py"]
    assert done.calls == [*begun, *TARGETS[target][bool(told)]]
    assert done.status == 0, done.text


@EACH
def test_a_target_hides_no_status(folder: Path, target: str):
    """Whichever of its commands fails, it does, and calls nothing that stood behind it."""
    calls = make(folder, target, {}).calls
    for number, failed in enumerate(calls, 1):
        done = make(folder, target, {}, fail_at=number)

        assert done.status != 0, failed
        if target != "links":  # both are looked at
            rest = done.calls[number:]
            assert rest == ([SAYS_WHY[target]] if "mkdocs build" in failed else [])


def test_each_target_is_held():
    """None is here that the Makefile lacks, and the other way round."""
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"(?m)^\.PHONY: (.*)$", text)
    assert phony and sorted(phony[1].split()) == sorted(TARGETS)
    assert sorted(re.findall(r"(?m)^([a-z]+):", text)) == sorted(TARGETS)
