import subprocess
import sys
from collections.abc import Callable
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


@pytest.mark.skipif("sys.platform != 'linux'", reason="forks")
def test_a_worker_that_is_too_young_is_killed(too_young: Callable[..., None]) -> None:
    """Main fails right after the fork, and does not wait for it."""
    too_young("processes/queue_sentinel", "            worker.start()\n")


def test_pages_that_nobody_takes_do_not_keep_it(tmp_path: Path) -> None:
    """Its only worker is gone, and more is left in the queue than a pipe holds."""
    pages = "PAGES = ['x' * 100_000] * 20\nWORKERS = 1"
    source = SHOWN.replace("WORKERS = 2", pages).replace(PUT, f"        sys.exit(3)\n{PUT}")
    run = ended(tmp_path, source)

    assert (run.returncode, "ChildProcessError: [3]" in run.stderr) == (1, True)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_a_signal_is_told_by_the_status(tmp_path: Path) -> None:
    """It comes before a page that is waited for, and is looked at behind each of them."""
    sent = "        if page == 'red fish':\n"
    sent += "            os.kill(parent_process().pid, signal.SIGTERM)\n"
    source = SHOWN.replace("import Process,", "import parent_process, Process,")
    source = source.replace("import signal", "import os\nimport signal").replace(PUT, sent + PUT)
    run = ended(tmp_path, source)

    assert (run.returncode, run.stdout, run.stderr) == (143, "", "")


def test_a_worker_that_fails_at_its_end_is_told(tmp_path: Path) -> None:
    """All pages are there, and the status is 1."""
    head, put, rest = SHOWN.replace("WORKERS = 2", "WORKERS = 1").partition(PUT)
    line, rest = rest.split("\n", 1)
    run = ended(tmp_path, f"{head}{put}{line}\n    sys.exit(3)\n{rest}")

    assert (run.returncode, run.stdout.count("\n")) == (1, 3)
    assert "exit codes of the workers: [3]" in run.stderr


def test_an_error_of_the_queue_is_told(tmp_path: Path) -> None:
    """What cannot be made again from its pickle is no queue that is empty."""
    bad = 'class Bad:\n    def __reduce__(self):\n        return int, ("no number",)\n\n'
    source = SHOWN.replace("def stop(", f"{bad}\ndef stop(", 1)
    run = ended(tmp_path, source.replace(PUT, f"        done.put(Bad())\n{PUT}"))

    assert "ValueError: invalid literal for int" in run.stderr
    assert (run.returncode, "ChildProcessError" in run.stderr) == (1, False)


#: The first look finds nothing, since the workers wait for the second.
LATE = """
    looks, real = [], done.get

    def get(timeout):
        looks.append(timeout)
        if len(looks) == 1:
            raise Empty
        open("go", "w").close()
        return real(timeout=40)

    done.get = get
"""
WAITS = """
    while not os.path.exists("go"):
        time.sleep(0.01)
"""


def test_a_late_page_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as a worker lives, nothing is lost."""
    monkeypatch.chdir(tmp_path)
    source = SHOWN.replace("import signal", "import os\nimport time\nimport signal")
    source = source.replace("    while (page", f"{WAITS}    while (page")
    run = ended(
        tmp_path, source.replace("    try:\n        for", f"{LATE}    try:\n        for", 1)
    )

    assert (run.returncode, run.stdout.count("\n"), run.stderr) == (0, 3, "")


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
