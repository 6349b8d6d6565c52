"""What the page "Read the exit code of a process" says, beyond what its program shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recorder.pythons.interpreters import find_all

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
CODE = """\
import faulthandler, multiprocessing, os, signal

def work():
    try:
        END
    except BaseException:
        print("caught", flush=True)

if __name__ == "__main__":
    child = multiprocessing.get_context(METHOD).Process(target=work)
    child.start()
    child.join(60)
    print(child.exitcode)
"""


def ended(end: str, method: str, folder: Path, tag: str = "3.11") -> tuple[str, str]:
    """What is printed, and the error output, with the fault handler on."""
    found, _ = find_all([tag])
    if tag not in found:
        pytest.skip(f"no Python {tag} here")
    program = folder / "ends.py"
    program.write_text(CODE.replace("END", end).replace("METHOD", repr(method)))
    command = [found[tag].path, "-X", "faulthandler", str(program)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    return run.stdout, run.stderr


@POSIX
@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("os.abort()", -6),
        ("os.kill(os.getpid(), signal.SIGBUS)", -7),
        ("os.kill(os.getpid(), signal.SIGKILL)", -9),
        ("faulthandler._sigsegv()", -11),
        ("os.kill(os.getpid(), signal.SIGTERM)", -15),
    ],
)
def test_a_signal_is_no_exception(end: str, code: int, tmp_path: Path) -> None:
    """Its number comes with a minus sign, and nobody catches it."""
    assert ended(end, "spawn", tmp_path)[0] == f"{code}\n"


@POSIX
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("tag", ["3.11", "3.15"])
def test_the_fault_handler_prints_the_line(method: str, tag: str, tmp_path: Path) -> None:
    """In a child of each start method."""
    said, wrong = ended("faulthandler._sigsegv()", method, tmp_path, tag)

    assert said == "-11\n"
    assert "Segmentation fault" in wrong and "in work" in wrong


@POSIX
def test_a_program_of_subprocess_tells_the_same() -> None:
    """The signal with a minus sign, or the number of `sys.exit`."""
    ends = {"os.kill(os.getpid(), 9)": -9, "os.abort()": -6, "sys.exit(3)": 3, "1 / 0": 1}

    for end, code in ends.items():
        command = [sys.executable, "-c", f"import os, sys; {end}"]
        assert subprocess.run(command, capture_output=True, timeout=60).returncode == code
