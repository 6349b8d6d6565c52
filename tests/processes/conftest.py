"""What tests of several programs need: a program with pieces of its text exchanged."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from recorder.cell import natural_cell, runs_on
from recorder.pythons.interpreters import Interpreter, find_all
from shelf import Sample, find, supported

Changed = Callable[..., "subprocess.CompletedProcess[str]"]
#: On one CPU the parent is at its end before the child that it forks has begun.
ONE_CPU = """
    import multiprocessing, os
    multiprocessing.set_start_method("fork")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
"""


@pytest.fixture
def changed(program: Callable[..., Sample], interpreter: Interpreter) -> Changed:
    """Runs a program with pieces of its text exchanged: ``changed(stem, (old, new), ...)``.

    It is run on the first Python that runs it as it is.
    """

    def run_it(
        stem: str, *changes: tuple[str, str], options: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        sample = find(stem)
        source = sample.shown
        for old, new in changes:
            assert source.count(old) == 1, old
            source = source.replace(old, new)
        for one in (interpreter, *find_all(supported())[0].values()):
            if not runs_on(sample, one, natural_cell(sample.header, one)):
                break
        else:
            pytest.skip("no Python here that runs it")
        path = program(source).path
        command = [str(one.path), *options, path.name]
        return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=50)

    return run_it


@pytest.fixture
def too_young(changed: Changed) -> Callable[[str, str], None]:
    """A program whose parent fails behind some text, where its child is youngest, does end.

    A SIGTERM that reaches the child so early is lost: see test_lost_signal.py.
    """

    def ends(stem: str, mark: str) -> None:
        begin = "def main() -> None:\n"
        struck = f"{mark}        raise ValueError('struck')\n"
        for _ in range(3):
            run = changed(stem, (begin, begin + ONE_CPU), (mark, struck))

            assert (run.returncode, "ValueError: struck" in run.stderr) == (1, True)

    return ends
