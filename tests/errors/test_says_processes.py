"""What the page "Errors from processes" says and no program of it shows."""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.pool import Pool
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import Sample, find

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it forks, and kills")


def test_a_forked_child_has_the_semaphore_of_a_lost_lock(printed: Callable[[str], str]) -> None:
    """The program that fails with `FileNotFoundError` works where its children are forked."""
    source = find("processes/keep_the_lock_broken").shown.replace('"spawn"', '"fork"')

    assert printed(source).endswith("exit codes: [0, 0]\n")


@pytest.mark.parametrize(("method", "warned"), [("spawn", True), ("fork", False)])
def test_who_tells_of_leaked_semaphores(
    program: Callable[..., Sample], interpreter: Interpreter, method: str, warned: bool
) -> None:
    """A killed process that had locks and queues leaves them to the tracker, if it did not fork."""
    path = program(f"""
import os
from multiprocessing import get_context

context = get_context("{method}")
kept = context.Lock(), context.Queue(), context.Event()
os.kill(os.getpid(), 9)
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=60
    )

    assert bool(re.search(r"leaked semaphore objects", run.stderr)) == warned


def test_a_fork_server_without_the_guard(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """Who waits for the child's first word gets the error of a pipe that has ended."""
    path = program("""
from multiprocessing import Pipe, get_context

ours, theirs = Pipe()
child = get_context("forkserver").Process(target=print, args=("at work", theirs))
child.start()
theirs.close()
ours.recv()
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=60
    )

    assert run.returncode == 1
    assert "bootstrapping phase" in run.stderr
    assert re.search(r"(?m)^(EOFError|ConnectionResetError)", run.stderr)


def test_older_versions_wait_for_few_handles_on_windows() -> None:
    """What waits for the workers on Windows takes batches since 3.13, and Pool sets no bound."""
    source = Path(connection.__file__).read_text(encoding="utf-8")

    assert ("BatchedWaitForMultipleObjects" in source) is (sys.version_info >= (3, 13))
    assert "win32" not in inspect.getsource(Pool.__init__)


def test_what_a_daemon_may_start(printed: Callable[[str], str]) -> None:
    """No process, by whatever means of multiprocessing; threads and other programs it may."""
    said = printed("""
        import subprocess
        import sys
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
        from multiprocessing import get_context

        spawn = get_context("spawn")

        def told(way):
            try:
                if way == "process":
                    spawn.Process(target=print).start()
                elif way == "executor":
                    with ProcessPoolExecutor(1, spawn) as pool:
                        pool.submit(abs, -1).result(60)
                elif way == "thread":
                    with ThreadPoolExecutor(1) as pool:
                        pool.submit(abs, -1).result(60)
                else:
                    subprocess.run([sys.executable, "-c", ""], check=True)
            except AssertionError as error:
                return str(error)
            return "done"

        def tell(sending, way):
            sending.send(told(way))

        if __name__ == "__main__":
            for way in ("process", "executor", "thread", "program"):
                with spawn.Pool(1) as pool:
                    print(way, pool.apply(told, (way,)))
                here, there = spawn.Pipe(duplex=False)
                child = spawn.Process(target=tell, args=(there, way), daemon=True)
                child.start()
                print(way, here.recv())
                child.join(60)
            with ProcessPoolExecutor(1, spawn) as pool:
                print(pool.submit(told, "executor").result(60))
    """)

    refused = "daemonic processes are not allowed to have children"
    told = [(way, refused) for way in ("process", "process", "executor", "executor")]
    told += [(way, "done") for way in ("thread", "thread", "program", "program")]
    assert said.splitlines() == [*(f"{way} {end}" for way, end in told), "done"]
