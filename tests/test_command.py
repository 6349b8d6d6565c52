"""A tool that is run with a limit."""

from __future__ import annotations

from tests.checks.command import run


def test_a_tool_past_its_limit_says_so_last(tmp_path):
    """Whoever reads only what it printed does not take it for one that had nothing to say."""
    status, text = run(["-c", "while True: pass"], tmp_path, limit=0)

    assert (status, text) == (None, "\nstopped: it was still at work after 0 seconds\n")


def test_a_tool_within_its_limit_says_what_it_says(tmp_path):
    """Nothing of ours is added."""
    assert run(["-c", "print('done')"], tmp_path) == (0, "done\n")
