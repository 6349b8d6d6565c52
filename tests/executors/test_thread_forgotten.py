"""A thread that a pool starts when Ctrl-C comes is not in its books, and is told nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="sends itself SIGINT")

PROGRAM = """
import os, signal, sys, threading, time
from concurrent.futures import ThreadPoolExecutor

signal.signal(signal.SIGINT, signal.default_int_handler)
main_thread = threading.get_ident()

class Interrupted(threading.Thread):
    def start(self):
        super().start()
        if type(self) is Interrupted:
            raise KeyboardInterrupt("while the pool starts it")

def third():
    seen = 0
    while seen < 5:
        frame = sys._current_frames().get(main_thread)  # none between its last line and that
        seen = seen + 1 if frame and frame.f_code.co_name == "_shutdown" else 0
        time.sleep(0.01)
    os.write(1, b"still there\\n")
    os.kill(os.getpid(), signal.SIGINT)

plain, threading.Thread = threading.Thread, Interrupted
pool = ThreadPoolExecutor(1)
try:
    pool.submit(abs, -1)
finally:
    if "block" in sys.argv:
        pool.shutdown()
    plain(target=third, daemon=True).start()
"""


@pytest.mark.parametrize(("way", "said"), [("block", ""), ("no block", "still there\n")])
def test_a_pool_forgets_the_thread_that_it_was_starting(
    tmp_path: Path, way: str, said: str
) -> None:
    """The end of its block tells it to end; without that, one more Ctrl-C does."""
    program = tmp_path / "subject.py"
    program.write_text(PROGRAM)
    command = [sys.executable, program, way]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (run.returncode, run.stdout) == (-2, said)
    assert "while the pool starts it" in run.stderr
