import subprocess
import sys
from pathlib import Path

import pytest

from shelf import find

SHOWN = find("processes/queue_sentinel").shown
#: What a worker may do with a page.
ENDS = {
    "it raises": "raise ValueError(page)",
    "it is killed": "import os; os.kill(os.getpid(), 9)",
    "it leaves": "return",
}
PUT = "        done.put("


def ended(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run the program as changed."""
    program = folder / "subject.py"
    program.write_text(source)
    return subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("deed", ENDS.values(), ids=ENDS)
def test_a_lost_worker_ends_the_program(tmp_path: Path, deed: str) -> None:
    """Nobody waits for the pages that a dead worker took along."""
    assert SHOWN.count(PUT) == 1
    run = ended(tmp_path, SHOWN.replace(PUT, f"        {deed}\n{PUT}"))

    assert (run.returncode, "ChildProcessError: [" in run.stderr) == (1, True)


@pytest.mark.parametrize(("pages", "workers"), [(0, 2), (1, 1), (150, 8)])
def test_any_number_of_pages_and_workers_ends(tmp_path: Path, pages: int, workers: int) -> None:
    """Each page is counted once, also with none of them, or more of them than a pipe holds."""
    source = SHOWN.replace("WORKERS = 2", f"WORKERS = {workers}")
    run = ended(tmp_path, source.replace("\nWORKERS", f"\nPAGES = ['x' * 1000] * {pages}\nWORKERS"))

    assert (run.returncode, len(run.stdout.split("\n")) - 1) == (0, max(pages, 1))


#: The end of main takes a moment, and the thread that takes a semaphore away a longer one.
SLOW = """
    import time
    from multiprocessing import resource_tracker, set_start_method
    from threading import current_thread, main_thread

    known = resource_tracker.unregister

    def slowly(*name: str) -> None:
        current_thread() is main_thread() or time.sleep(0.3)
        known(*name)

    resource_tracker.unregister = slowly
    set_start_method("spawn")
    main()
    time.sleep(0.1)
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows tracks no semaphores")
def test_its_semaphores_are_gone_before_it_ends(tmp_path: Path) -> None:
    """The thread that feeds the queue is waited for, so it is not stopped in the middle."""
    head, main, rest = SHOWN.partition("    main()\n")
    assert (main, rest) == ("    main()\n", "")

    for _ in range(4):  # not waited for, it is stopped in the middle one time in three
        run = ended(tmp_path, head + SLOW)
        assert (run.returncode, run.stderr) == (0, "")
