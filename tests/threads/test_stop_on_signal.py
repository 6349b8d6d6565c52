import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from snippets.threads.stop_on_signal import fetch

ROOT = Path(__file__).parents[2]
WORK = """
import snippets.threads.stop_on_signal as program
def fetch(page, stop):
    print("begun\\n", end="", flush=True)
    print(f"asked: {stop.wait(60)}\\n", end="", flush=True)
    return page
program.fetch = fetch
program.main()
"""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_runs_is_asked_and_what_waits_is_cancelled(number: int, status: int) -> None:
    """After a signal each task that has begun is asked to stop, and no other one begins."""
    child = subprocess.Popen(
        [sys.executable, "-c", WORK],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert child.stdout is not None
        begun = [child.stdout.readline() for _ in range(4)]
        child.send_signal(number)
        rest, _ = child.communicate(timeout=60)
    finally:
        child.kill()

    assert child.returncode == status
    assert begun == ["begun\n"] * 4
    assert rest == "asked: True\n" * 4


STRUCK = """
import faulthandler, signal, threading
import snippets.threads.stop_on_signal as program
faulthandler.dump_traceback_later(30, exit=True)
main, numbers = threading.current_thread(), NUMBERS
class Struck(threading.Event):
    def __init__(self):
        super().__init__()
        notify = self._cond.notify_all
        def strike():
            while numbers and threading.current_thread() is main:
                signal.raise_signal(numbers.pop(0))
            notify()
        self._cond.notify_all = strike
program.Event = Struck
program.main()
"""


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ([signal.SIGINT], 130),
        ([signal.SIGTERM], 143),
        ([signal.SIGINT, signal.SIGTERM, signal.SIGINT], 130),
    ],
)
def test_a_signal_while_main_sets_the_event_hangs_nothing(numbers: list[int], status: int) -> None:
    """It comes while main holds the lock of the event, on its way out."""
    given = [int(number) for number in numbers]
    child = subprocess.run(
        [sys.executable, "-c", STRUCK.replace("NUMBERS", str(given))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (child.returncode, child.stderr) == (status, "")


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_is_ignored(second: int) -> None:
    """The way out that the first one began goes on, and the status names the first."""
    code = f"""
import signal
import snippets.threads.stop_on_signal as program
class Pool(program.ThreadPoolExecutor):
    def submit(self, *args):
        signal.raise_signal(signal.SIGTERM)
    def shutdown(self, **how):
        signal.raise_signal({int(second)})
        super().shutdown(**how)
        print("shut")
program.ThreadPoolExecutor = Pool
program.main()
"""
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (child.returncode, child.stdout, child.stderr) == (143, "shut\n", "")


@pytest.mark.parametrize("stopped", [True, False])
def test_a_page_is_fetched_in_parts(stopped: bool) -> None:
    """Before each of them the task asks whether to stop, and says how far it came."""
    waits = list[float]()
    stop = SimpleNamespace(wait=lambda seconds: waits.append(seconds) or (stopped and waits[1:]))

    assert fetch("page 1", stop) == ("page 1 is left" if stopped else "page 1 is here")
    assert len(waits) == (2 if stopped else 3)
