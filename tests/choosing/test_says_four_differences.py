"""What docs/choosing/four-differences.md says and no program of the page shows."""

import subprocess
import sys

import pytest

HANDLED = """
import ctypes, os, signal
try:
    {crash}
except BaseException:
    print("seen")
finally:
    print("tidied up")
print("went on")
"""


@pytest.mark.parametrize(
    ("crash", "seen"),
    [
        ("os.abort()", False),
        ("ctypes.string_at(0)", False),
        ("os.kill(os.getpid(), signal.SIGKILL)", False),
        ("raise MemoryError", True),
    ],
)
def test_no_handler_sees_a_crash(crash: str, seen: bool) -> None:
    """Neither `except` nor `finally` runs, as they do for an exception."""
    if sys.platform == "win32":
        pytest.skip("its crashes come as exceptions, and it has no SIGKILL")
    words = [sys.executable, "-c", HANDLED.format(crash=crash)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60)

    assert ended.stdout.split("\n")[:-1] == (["seen", "tidied up", "went on"] if seen else [])
    assert (ended.returncode == 0) is seen
