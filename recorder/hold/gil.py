"""Whether a process has the GIL that its cell says."""

from __future__ import annotations

import ast
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from recorder.hold.conduct import place
from recorder.pythons.environments import python_for
from recorder.pythons.interpreters import Interpreter
from recorder.run.surroundings import environment
from shelf.fault import Fault
from shelf.sample import Sample

#: Prints whether there is a GIL before and after the imports between.
GIL_PROBE = "import sys\nprint(sys._is_gil_enabled())\n{imports}\nprint(sys._is_gil_enabled())\n"


def gil_faults(sample: Sample, interpreter: Interpreter) -> list[Fault]:
    """What is wrong with the GIL in a free-threaded cell of `sample`.

    A free-threaded build may turn the GIL on, at the start or because of an
    import, and would then pass by falling back.  So its state is asked before
    and after the program's own imports, by the program's own command.
    """
    if interpreter.gil:
        return []
    imports = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(sample.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    transcript = sample.transcript()
    flags = transcript.command.flags if transcript else ()
    variables = transcript.command.variables if transcript else ()
    python = python_for(sample, interpreter)
    answer = _asked(python, flags, variables, "\n".join(dict.fromkeys(imports)))
    before, _, after = answer.stdout.strip().partition("\n")
    if (before, after) == ("False", "False"):
        return []
    moment = "at its start" if before != "False" else "after its imports"
    last = (answer.stderr.strip().splitlines() or [""])[-1]
    return [
        Fault(
            f"the GIL is on {moment}" if answer.returncode == 0 else f"its imports fail: {last}",
            place(sample, interpreter.cell()),
            "the page would say that it runs without the GIL, and it did not",
            'leave out the import or flag that turns the GIL on, or say "gil = true" in its header',
        )
    ]


@cache  # programs that import the same things share an answer, and so do a program's cells
def _asked(
    python: str, flags: tuple[str, ...], variables: tuple[tuple[str, str], ...], imports: str
) -> subprocess.CompletedProcess[str]:
    """What a Python said, started so, before these imports and after them."""
    return subprocess.run(
        [python, *flags, "-c", GIL_PROBE.format(imports=imports)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=environment(Path.home(), Path(tempfile.gettempdir())) | dict(variables),
        check=False,
    )
