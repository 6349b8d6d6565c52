"""What the page "Give a child its environment, seed and fakes" says and no program of it shows."""

import os
import platform
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from unittest.mock import patch

import pytest
from packaging.version import Version

from recorder.pythons.interpreters import Interpreter


def test_threads_see_patches_environment_and_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of a pool has what the process has, and draws from one generator with it."""
    monkeypatch.setenv("CITY", "Oslo")
    generator = random.Random(1)
    expected = random.Random(1)
    with (
        patch("platform.node", return_value="test"),
        ThreadPoolExecutor(1) as pool,
    ):
        seen = pool.submit(lambda: (platform.node(), os.environ["CITY"])).result(30)
        drawn = [pool.submit(generator.random).result(30), generator.random()]

    assert seen == ("test", "Oslo")
    assert drawn == [expected.random(), expected.random()]


#: Tells how a task ends that calls the debugger, in both kinds of pool.
STOPS = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import wait


def stop():
    breakpoint()
    return "went on"


if __name__ == "__main__":
    context = get_context(sys.argv[1])
    with ProcessPoolExecutor(1, context) as executor:
        try:
            print(executor.submit(stop).result(60))
        except BaseException as error:
            print("executor:", type(error).__name__)
    with context.Pool(1) as pool:
        (worker,) = pool._pool
        task = pool.apply_async(stop)
        try:
            if sys.version_info < (3, 14):
                print(task.get(60))
            else:
                print("pool: ended", len(wait([worker.sentinel], 60)), task.ready())
        except BaseException as error:
            print("pool:", type(error).__name__)
"""


@pytest.mark.parametrize("method", get_all_start_methods())
def test_a_debugger_in_a_worker_reads_nothing(tmp_path: Path, method: str) -> None:
    """Though the program's own input says "continue", the worker's debugger quits."""
    program = tmp_path / "stops.py"
    program.write_text(STOPS)
    ran = subprocess.run(
        [sys.executable, program, method],
        input="continue\n" * 9,
        capture_output=True,
        text=True,
        timeout=120,
    )
    told = [line for line in ran.stdout.splitlines() if line.startswith(("executor:", "pool:"))]

    if sys.version_info < (3, 14):
        assert told == ["executor: BdbQuit", "pool: BdbQuit"]
    else:
        assert told == ["executor: SystemExit", "pool: ended 1 False"]


def test_the_cause_is_the_traceback_of_the_worker() -> None:
    """What an executor raises has the lines of the worker with it."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        error = pool.submit(int, "seven").exception(60)

    assert error is not None
    assert "Traceback (most recent call last)" in str(error.__cause__)
    assert "seven" in str(error.__cause__)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has spawn alone")
def test_a_generator_without_a_seed_is_the_same_in_copies(
    tmp_path: Path, interpreter: Interpreter
) -> None:
    """Of the parent by fork, and of a fork server that has read the file; not by spawn."""
    (tmp_path / "draws.py").write_text("""
import os, random
from multiprocessing import get_context

own, reader = random.Random(), os.getpid()

def draw(queue):
    queue.put((own.random(), reader == os.getpid()))

if __name__ == "__main__":
    for method in ("fork", "forkserver", "spawn"):
        context = get_context(method)
        queue = context.Queue()
        children = [context.Process(target=draw, args=(queue,)) for _ in range(3)]
        for child in children:
            child.start()
        drawn = [queue.get(timeout=60) for _ in children]
        numbers, alone = ({pair[at] for pair in drawn} for at in (0, 1))
        print(method, len(numbers) == (3 if alone == {True} else 1), *alone)
        for child in children:
            child.join(60)
""")
    ran = subprocess.run(
        [interpreter.path, "draws.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    fork, server, spawn = ran.stdout.splitlines()

    assert (fork, spawn) == ("fork True False", "spawn True True")
    assert server.startswith("forkserver True")  # some versions read the file in the server
    if Version(interpreter.version) >= Version("3.14"):
        assert server == "forkserver True False"
