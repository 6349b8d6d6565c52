"""What the page on workers of a web server says besides, of processes that import one file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHOP = "from multiprocessing import Manager\nshared = Manager().dict()\n"
NOTE = "import shop; shop.shared['job'] = 'done'; print(dict(shop.shared))"
LOOK = "import shop; print(dict(shop.shared))"


def test_each_importer_has_a_manager_of_its_own(tmp_path: Path) -> None:
    """What one process keeps in it, the other does not find."""
    (tmp_path / "shop.py").write_text(SHOP)
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
        ).stdout
        for code in (NOTE, LOOK)
    ]  # fmt: skip

    assert said == ["{'job': 'done'}\n", "{}\n"]


def test_a_fork_copies_no_other_thread_and_a_hook_starts_it_again(tmp_path: Path) -> None:
    """The master imports the file and its thread runs; a forked worker has it by the hook alone."""
    program = """
import os, threading
from threading import Event, Thread

def start_reporter():
    global reporter
    reporter = Thread(target=Event().wait, args=(60,), name="reporter", daemon=True)
    reporter.start()

def names():
    return sorted(thread.name for thread in threading.enumerate())

def fork_a_worker():
    if os.fork() == 0:
        print("worker", names(), reporter.is_alive(), flush=True)
        os._exit(0)
    os.wait()

start_reporter()
print("master", names(), reporter.is_alive(), flush=True)
fork_a_worker()
os.register_at_fork(after_in_child=start_reporter)
fork_a_worker()
"""
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip

    both = "['MainThread', 'reporter']"
    assert said.splitlines() == [
        f"master {both} True",
        "worker ['MainThread'] False",
        f"worker {both} True",
    ]
