import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from snippets.processes import update_a_file

HOLD = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
import update_a_file
with update_a_file.locked(pathlib.Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fcntl")
def test_a_killed_process_leaves_lock_and_file_usable(tmp_path: Path) -> None:
    """Another process, of whatever origin, waits for the lock, and gets it when that is killed."""
    path = tmp_path / "orders.json"
    path.write_text("[]")
    update_a_file.add(path, "first")
    folder = str(Path(str(update_a_file.__file__)).parent)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with ThreadPoolExecutor(1) as pool:
            second = pool.submit(update_a_file.add, path, "second")
            with pytest.raises(TimeoutError):
                second.result(timeout=0.2)
            holder.kill()
            second.result(timeout=60)
    finally:
        holder.kill()
        holder.communicate()

    assert json.loads(path.read_text()) == ["first", "second"]
