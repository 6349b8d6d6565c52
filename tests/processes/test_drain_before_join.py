import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from shelf import find

READ_FIRST = find("processes/drain_before_join").shown
#: What may happen to the child before it has put anything.
ENDS = {
    "it raises": "raise MemoryError",
    "it is killed": "import os; os.kill(os.getpid(), 9)",
    "it leaves": "sys.exit()",
    "it is killed in the middle": "import os; os.write(done.fileno(), b'1234'); os._exit(9)",
}


def test_a_small_item_hides_the_wrong_order() -> None:
    """Who joins first gets away with it while the item fits into the pipe."""
    spawn = get_context("spawn")
    tray = spawn.Queue()
    child = spawn.Process(target=tray.put, args=("a note",))
    child.start()
    child.join(timeout=60)

    assert (child.exitcode, tray.get(timeout=60)) == (0, "a note")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("deed", ENDS.values(), ids=ENDS)
def test_a_child_that_puts_nothing_is_noticed(tmp_path: Path, deed: str) -> None:
    """The reader does not wait for an item that nobody will send."""
    program = tmp_path / "subject.py"
    send = "    done.send("
    assert READ_FIRST.count(send) == 1
    program.write_text(READ_FIRST.replace(send, f"    {deed}\n{send}"))
    run = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60)

    assert (run.returncode, "EOFError" in run.stderr or "OSError" in run.stderr) == (1, True)
