"""What an extension in C that says nothing about the GIL does to a free-threaded Python."""

import os
import subprocess
from pathlib import Path

from recorder.pythons.interpreters import Interpreter
from tests.made import unmarked_extension

IMPORT = """
import sys
before = sys._is_gil_enabled()
try:
    import unmarked
except RuntimeWarning:
    pass
sys.modules.pop("unmarked", None)
print(before, sys._is_gil_enabled())
"""


def seen(python: Interpreter, module: Path, *options: str) -> tuple[str, str]:
    """What a child prints that imports the extension and drops it again, and its warnings."""
    child = subprocess.run(
        [python.path, *options, "-c", IMPORT],
        env=os.environ | {"PYTHONPATH": str(module.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return child.stdout.strip(), child.stderr


def test_an_unmarked_extension_turns_the_gil_on_for_good(
    free_threaded: Interpreter, tmp_path: Path
) -> None:
    """It warns, and the GIL stays on, whether the module goes or the warning is an error."""
    module = unmarked_extension(free_threaded, tmp_path)
    printed, warnings = seen(free_threaded, module)

    assert printed == "False True"
    assert "The global interpreter lock (GIL) has been enabled to load module" in warnings
    assert seen(free_threaded, module, "-W", "error")[0] == "False True"


def test_the_option_keeps_it_off(free_threaded: Interpreter, tmp_path: Path) -> None:
    """With -X gil=0 the extension is loaded without the GIL, and nobody warns."""
    module = unmarked_extension(free_threaded, tmp_path)

    assert seen(free_threaded, module, "-X", "gil=0") == ("False False", "")
