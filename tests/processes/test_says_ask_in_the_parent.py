"""What the page "Ask in the parent, not in a worker" says of standard input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter

CHILD = """\
import multiprocessing, os, sys

def ask(answer):
    try:
        answer.send(input())
    except EOFError as error:
        print(f"EOFError: {error}", os.path.realpath("/dev/fd/0") != os.devnull, flush=True)
    answer.send("How many?")
    print(answer.poll(60) and answer.recv(), flush=True)
    sys.stdin = open(0)
    print(input(), flush=True)

if __name__ == "__main__":
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context(METHOD).Process(target=ask, args=(there,))
    child.start()
    here.send(len(here.recv()))
    child.join(60)
"""
STOPS = """\
import multiprocessing, sys

def count(loaves):
    sys.stdin = open(0)
    breakpoint()
    print("loaves:", loaves, flush=True)

if __name__ == "__main__":
    child = multiprocessing.get_context(METHOD).Process(target=count, args=(6,))
    child.start()
    child.join(60)
"""
THREAD = "import threading; threading.Thread(target=lambda: print(input())).start()"
PROGRAM = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(input())'])"


def printed(code: str, folder: Path, typed: str = "Ada\n") -> list[str]:
    program = folder / "asks.py"
    program.write_text(code)
    run = subprocess.run(
        [sys.executable, str(program)], input=typed,
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    return run.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="tells fork and the fork server too")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_child_has_an_empty_input(method: str, tmp_path: Path) -> None:
    """It asks its parent through a pipe; file 0 is still the input of the parent."""
    said = printed(CHILD.replace("METHOD", repr(method)), tmp_path)

    assert said == ["EOFError: EOF when reading a line True", "9", "Ada"]


@pytest.mark.skipif(sys.platform == "win32", reason="tells fork and the fork server too")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_debugger_in_a_child_can_have_the_input(method: str, tmp_path: Path) -> None:
    """With file 0 in the place of the empty input it takes what is typed, and goes on."""
    said = printed(STOPS.replace("METHOD", repr(method)), tmp_path, "p loaves * 7\ncontinue\n")

    assert said[-2:] == ["(Pdb) 42", "(Pdb) loaves: 6"]


@pytest.mark.parametrize("code", [THREAD, PROGRAM])
def test_a_thread_and_a_program_have_the_input_of_the_process(code: str, tmp_path: Path) -> None:
    """Both read the line."""
    assert printed(code, tmp_path) == ["Ada"]


def test_from_which_version_pdb_attaches(interpreter: Interpreter) -> None:
    """Its help knows the option, and the interpreter what it needs for it."""
    says = "import sys; print(sys.version_info >= (3, 14), hasattr(sys, 'remote_exec'))"
    told = [
        subprocess.run(
            [str(interpreter.path), *words], capture_output=True, text=True, timeout=60, check=False
        ).stdout
        for words in (["-c", says], ["-m", "pdb", "--help"])
    ]

    newer = "-p pid" in told[1].lower()
    assert told[0] == f"{newer} {newer}\n"
