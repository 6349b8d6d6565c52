"""What several checks need: the checkout, its programs, an interpreter, a small checkout."""

from __future__ import annotations

import gc
import json
import os
import shutil
import textwrap
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from recorder.pythons.interpreters import Interpreter, InterpreterError, choose, find_all
from recorder.run.child import hear_interrupts
from recorder.run.once import run
from shelf import ROOT, Command, Sample, supported
from shelf.fault import Fault

if TYPE_CHECKING:
    from tests.checks.site.site import Site


def pytest_configure() -> None:
    """Have the programs hear Ctrl+C, wherever the checks were started."""
    hear_interrupts()


def pytest_collection_finish() -> None:
    """Have a collection of garbage pass by what stays until the end: a million objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def interpreter(request: pytest.FixtureRequest) -> Interpreter:
    """The interpreter that programs run on: the one of the checks, or that of ``--on``."""
    return choose(request.config.getoption("--on"))


@pytest.fixture(scope="session")
def start_method(request: pytest.FixtureRequest, interpreter: Interpreter) -> str:
    """The start method that programs are forced to use, "" where each meets the default."""
    method: str = request.config.getoption("--start-method")
    if method and method not in interpreter.start_methods:
        raise InterpreterError(f"{interpreter.path} has no start method {method}")
    return method


@pytest.fixture(scope="session")
def free_threaded() -> Interpreter:
    """A free-threaded interpreter, where this machine has one."""
    found, _ = find_all([tag for tag in supported() if tag.endswith("t")])
    if not found:
        if os.environ.get("CI") and os.environ.get("PYTHONS"):
            pytest.fail("no free-threaded interpreter, and this is where one is required")
        pytest.skip("no free-threaded interpreter here: install 3.14t")
    return next(iter(found.values()))


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Sample]:
    """Writes a program into a small checkout of its own: ``program(source, stem=...)``."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def write(source: str, stem: str = "threads/subject", transcript: str | None = None) -> Sample:
        sample = Sample(tmp_path, stem)
        sample.path.parent.mkdir(parents=True, exist_ok=True)
        sample.path.write_text(source)
        if transcript is not None:
            text = f"$ python {sample.path.name}\n{transcript}"
            sample.transcript_path().write_text(text)
        return sample

    return write


@pytest.fixture
def printed(program: Callable[..., Sample], interpreter: Interpreter) -> Callable[[str], str]:
    """Runs a text as a program of its own, which may import ours, and returns what it printed.

    Whatever forks is run so: the test runner has threads, and a fork of it may hang.
    """

    def run_it(source: str) -> str:
        command = Command("subject.py", variables=(("PYTHONPATH", str(ROOT)),))
        text = textwrap.dedent(source)
        result = run(program(text).path, command, interpreter.path, source=text)
        assert result.status == 0, f"{result.ending}\n{result.text}"
        return result.text

    return run_it


@pytest.fixture(scope="session")
def built(building: tuple[Site, list[Fault]]) -> tuple[Site, list[Fault]]:
    """The site as it was built; who asks for it is passed over where it was not.

    One cause has one message, and test_the_build_is_silent has it.
    """
    if building[1]:
        pytest.skip("not built: test_the_build_is_silent, or the check of a page, says why")
    return building


@pytest.fixture(scope="session")
def building(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Site, list[Fault]]:
    """The site, and what its build had to say; built once for all workers of a run.

    A lock and not a group of tests: groups are passed over in silence by
    pytest-xdist 3.8 under pytest 9.2 (pytest-dev/pytest-xdist#1386).
    """
    # slow to read, and most runs of one test never look at a page
    from tests.checks.site import site

    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, told = shared / "site", shared / "site.json"
    with FileLock(shared / "site.lock"):
        if not told.exists():
            faults = [asdict(fault) for fault in site.build(ROOT, folder)]
            told.write_text(json.dumps(faults), encoding="utf-8")
    return site.Site(ROOT, folder), [
        Fault(**fault) for fault in json.loads(told.read_text("utf-8"))
    ]
