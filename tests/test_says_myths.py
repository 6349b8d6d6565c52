"""What docs/myths.md says and the program of the myth does not show whole."""

from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.run.once import run
from shelf import Command, Sample

UNGUARDED = """
import sys
from multiprocessing import get_context

child = get_context("{method}").Process(target=int)
child.start()
child.join(60)
sys.exit(child.exitcode)
"""


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
def test_every_method_but_fork_needs_the_guard(
    method: str, program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """A child that imports the file starts a child, and is told so."""
    if method not in interpreter.start_methods:
        pytest.skip(f"no {method} here")
    source = UNGUARDED.format(method=method)
    ended = run(program(source).path, Command("subject.py"), interpreter.path, source=source)

    assert (ended.status == 0) is (method == "fork")
    assert ("bootstrapping phase" in ended.text) is (method != "fork")
