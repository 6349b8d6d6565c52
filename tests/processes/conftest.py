"""What tests of several programs need: a program with pieces of its text exchanged."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from recorder.cell import natural_cell, runs_on
from recorder.pythons.interpreters import Interpreter, find_all
from shelf import Sample, find, supported

Changed = Callable[..., "subprocess.CompletedProcess[str]"]
#: A child that is forked begins when it has got its first signal: that one is lost.
YOUNG = """
    import multiprocessing, os
    multiprocessing.set_start_method("fork")
    os.register_at_fork(after_in_child=signal.pause)
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
        return subprocess.run(
            command,
            cwd=path.parent,
            capture_output=True,
            text=True,
            timeout=50,
            start_new_session=True,  # a signal to its group is not for the checks
        )

    return run_it


@pytest.fixture
def too_young(changed: Changed) -> Callable[..., None]:
    """A program whose parent fails behind some text, where its child is youngest, does end.

    A SIGTERM that reaches the child so early is lost, as test_lost_signal.py shows.
    """

    def ends(stem: str, mark: str, *changes: tuple[str, str]) -> None:
        begin = "def main() -> None:\n"
        struck = f"{mark}        raise ValueError('struck')\n"
        run = changed(stem, (begin, begin + YOUNG), (mark, struck), *changes)

        assert (run.returncode, "ValueError: struck" in run.stderr) == (1, True)

    return ends
