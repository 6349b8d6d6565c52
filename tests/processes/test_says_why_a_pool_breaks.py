"""What the page "Why a process pool breaks" says, beyond what its programs show."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from recorder.pythons.interpreters import find_all

#: Two workers compute, their fork server is killed, and the program goes on to its end.
NO_SERVER = """\
import os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver, get_context
from pathlib import Path

here = Path(sys.argv[1])


def work():
    signal.signal(signal.SIGUSR1, lambda *_: (here / "answered").touch())
    (here / f"at work {os.getpid()}").touch()
    time.sleep(600)


if __name__ == "__main__":
    pool = ProcessPoolExecutor(2, get_context("forkserver"))
    tasks = [pool.submit(work) for _ in range(2)]
    while len(list(here.iterdir())) < 2:
        time.sleep(0.01)
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
    print([type(task.exception(60)).__name__ for task in tasks])
    pool.shutdown()
"""


def ended(pid: int) -> bool:
    """Whether it has ended, and only waits to be collected."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def answers(worker: int, here: Path) -> bool:
    """Whether a worker does what a signal asks for; not so if it has ended, or ends."""
    (here / "answered").unlink(missing_ok=True)
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGUSR1)
    while not (here / "answered").exists():
        if ended(worker):
            return False
        time.sleep(0.01)
    return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's processes")
@pytest.mark.parametrize("tag", ["3.11", "3.14", "3.15"])
def test_a_killed_fork_server_breaks_the_pool(tmp_path: Path, tag: str) -> None:
    """3.15 takes one at least for ended, and ends it not; before, each is told to end.

    Whose pipe the dying server had not yet closed is told to end there too.
    """
    found, _ = find_all([tag])
    if tag not in found:
        pytest.skip(f"no Python {tag} here")
    here = tmp_path / "here"
    here.mkdir()
    program = tmp_path / "no_server.py"
    program.write_text(NO_SERVER)
    try:
        # Into a file: a worker that stays holds the end of a pipe.
        with (tmp_path / "said").open("w") as said, (tmp_path / "errors").open("w") as errors:
            command = [found[tag].path, str(program), str(here)]
            subprocess.run(command, stdout=said, stderr=errors, timeout=90)
        workers = [int(path.name.split()[-1]) for path in here.glob("at work *")]

        assert (tmp_path / "said").read_text() == "['BrokenProcessPool', 'BrokenProcessPool']\n"
        left = [worker for worker in workers if answers(worker, here)]
        assert bool(left) == (tag == "3.15")
    finally:
        for path in here.glob("at work *"):
            if psutil.pid_exists(pid := int(path.name.split()[-1])):
                os.kill(pid, signal.SIGKILL)
