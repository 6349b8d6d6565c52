import subprocess
import sys
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from shelf import find

NO_SERVER = pytest.mark.skipif(
    "forkserver" not in get_all_start_methods(), reason="no fork server on this system"
)


@pytest.mark.parametrize("method", ["spawn", pytest.param("forkserver", marks=NO_SERVER)])
def test_no_child_does_the_work(tmp_path: Path, method: str) -> None:
    """With either method the child says so and does nothing, whatever the parent does."""
    program = tmp_path / "no_guard.py"
    source = find("processes/no_guard_broken").shown
    program.write_text(source.replace('"spawn"', f'"{method}"'))
    run = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60)

    assert "bootstrapping phase" in run.stderr
    assert "work is done" not in run.stdout
