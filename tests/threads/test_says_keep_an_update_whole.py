"""What the page "Keep an update whole" says, beyond what its programs show."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

BARE = """
import sys, threading
sys.setswitchinterval(1e-6)
counter, all_here = 0, threading.Barrier(4)
def work():
    global counter
    all_here.wait(30)
    for _ in range(100000):
        counter += 1
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("lost" if counter < 400000 else "whole")
"""


def totals(python: str, runs: int) -> set[str]:
    """What several runs of the bare loop come to."""
    return {
        subprocess.run(
            [python, "-c", BARE], capture_output=True, text=True, timeout=60, check=True
        ).stdout.strip()
        for _ in range(runs)
    }


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="without the GIL it may lose"
)
def test_the_bare_loop_comes_out_right_with_the_gil() -> None:
    """Though the interpreter hands over as often as it can."""
    assert totals(sys.executable, 3) == {"whole"}


def test_two_versions_before_the_oldest_it_loses() -> None:
    """There the interpreter also hands over between the read and the store."""
    older = sorted(Path.home().glob(".pyenv/versions/3.9.*/bin/python"))
    if not older:
        pytest.skip("no Python of two versions before the oldest here")

    assert "lost" in totals(str(older[-1]), 3)


def test_a_count_of_its_own_for_each_thread_is_whole() -> None:
    """Added up at the end; a global that all change by three steps, held open, is not."""
    shared = 0
    here = Barrier(4, timeout=60)

    def count(_: int) -> int:
        global_declared()
        own = 0
        for _ in range(1000):
            own += 1
        return own

    def global_declared() -> None:
        nonlocal shared
        seen = shared
        here.wait()
        shared = seen + 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(count, range(4))) == 4000

    assert shared == 1
