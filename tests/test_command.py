"""A tool that is run with a limit."""

from __future__ import annotations

import socket
from contextlib import suppress

from tests.checks.work.command import run, started

#: Keeps a line open for as long as it lives, as a program that hangs would.
PROGRAM = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
    line.recv(1)
"""
#: Runs that in a session of its own, as the recorder does.
TOOL = """
import subprocess, sys
subprocess.run([sys.executable, "-c", *sys.argv[1:]], start_new_session=True)
"""


def test_a_tool_past_its_limit_says_so_last(tmp_path):
    """Whoever reads only what it printed does not take it for one that had nothing to say."""
    status, text = run(["-c", "while True: pass"], tmp_path, limit=0)

    assert (status, text) == (None, "\nstopped: it was still at work after 0 seconds\n")


def test_a_tool_within_its_limit_says_what_it_says(tmp_path):
    """Nothing of ours is added."""
    assert run(["-c", "print('done')"], tmp_path) == (0, "done\n")


def test_a_tool_that_is_stopped_leaves_no_program_behind(tmp_path):
    """Neither one that it had started in another session."""
    with socket.create_server(("127.0.0.1", 0)) as door, open(tmp_path / "log", "w+") as log:
        words = ["-c", TOOL, PROGRAM, str(door.getsockname()[1])]
        door.settimeout(60)
        with started(words, tmp_path, log):
            line, _ = door.accept()
    with line, suppress(ConnectionResetError):  # how Windows says it
        line.settimeout(60)
        assert line.recv(1) == b""
