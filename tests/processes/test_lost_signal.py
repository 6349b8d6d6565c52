"""A SIGTERM that reaches a child right after its fork is lost where a handler is inherited.

`terminate()` sends one: a broken pool to its workers, the end of a program to its daemons.
Both then wait for the child, without a limit.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shelf import find, samples

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="forks")

HANDLER = re.compile(
    r"^def main.*?^ +(signal\.signal\(signal\.SIGTERM,|for each in \(.*signal\.SIGTERM)",
    re.MULTILINE | re.DOTALL,
)
#: What ends a child by SIGTERM, and waits for it.
TERMINATES = re.compile(r"ProcessPoolExecutor\(|daemon=True|\.daemon = True|[( ]Pool\(")
STEMS = [
    stem
    for stem in samples()
    if not stem.endswith("_broken")
    and HANDLER.search(find(stem).source)
    and "Process" in find(stem).source
    and TERMINATES.search(find(stem).source)
]
#: Those that fork under their handler: their own tests strike where their child is youngest.
FORKING = {"processes/pipe_pair", "processes/queue_sentinel", "processes/take_turns"}
PROGRAM = """
import os, signal, sys
from multiprocessing import Pipe, get_context

def live(line):
    line.send("alive")

if __name__ == "__main__":
    method, handler = sys.argv[1:]
    if handler == "own":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    strike = lambda: os.kill(os.getpid(), signal.SIGTERM)
    os.register_at_fork(after_in_child=strike)
    ours, theirs = Pipe()
    child = get_context(method).Process(target=live, args=(theirs,))
    child.start()
    theirs.close()
    child.join()
    print(child.exitcode, ours.poll() and ours.recv())
"""


def ended(folder: Path, source: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    program = folder / "subject.py"
    program.write_text(source)
    command = [sys.executable, program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_an_inherited_handler_loses_the_signal(tmp_path: Path) -> None:
    """The exception of the handler is ignored, and the child lives on."""
    run = ended(tmp_path, PROGRAM, "fork", "own")

    assert (run.returncode, run.stdout) == (0, "0 alive\n")
    assert "SystemExit: 143" in run.stderr


def test_without_a_handler_the_child_ends(tmp_path: Path) -> None:
    """So SIGTERM ends it as soon as it is there."""
    run = ended(tmp_path, PROGRAM.replace("ours.poll() and ours.recv()", ""), "fork", "none")

    assert (run.returncode, run.stdout) == (0, "-15\n")


def test_the_programs_that_need_it_are_found() -> None:
    """A search that finds nothing would hold everything to be well."""
    assert {"processes/crash_contained", "processes/pool_ends_well", *FORKING} <= {*STEMS}


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_hangs_on_a_lost_signal(stem: str) -> None:
    """Either no child inherits the handler, or the program kills it on its way out."""
    source = find(stem).source

    spawned = 'get_context("spawn")' in source and "start-methods" in source
    assert spawned or re.search(r"\.kill\b|kill_workers", source)


def test_ctrl_c_does_nothing_to_a_worker_that_ignores_it(tmp_path: Path) -> None:
    """The task that gets it goes on, and its pool as well."""
    source, mark = find("processes/pool_ends_well").shown, "    return sum("
    assert source.count(mark) == 1
    strike = "    __import__('os').kill(__import__('os').getpid(), signal.SIGINT)\n"
    run = ended(tmp_path, source.replace(mark, strike + mark))

    assert (run.returncode, run.stdout, run.stderr) == (0, "5 orders, total 2487\n", "")
