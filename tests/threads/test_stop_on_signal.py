import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from snippets.threads.stop_on_signal import fetch

ROOT = Path(__file__).parents[2]
#: A task that is asked ends when the pool has dropped those that wait.
WORK = """
import snippets.threads.stop_on_signal as program
dropped = program.Event()
class Pool(program.ThreadPoolExecutor):
    def shutdown(self, **how):
        super().shutdown(wait=False, **how)
        dropped.set()
        super().shutdown()
def fetch(page, stop):
    print("begun\\n", end="", flush=True)
    asked = stop.wait(60)
    dropped.wait(60)
    print(f"asked: {asked}\\n", end="", flush=True)
    return page
program.fetch, program.ThreadPoolExecutor = fetch, Pool
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
main, number, places = threading.current_thread(), NUMBER, ["PLACE"]
def strike(place):
    if places == [place] and threading.current_thread() is main:
        places.clear()
        signal.raise_signal(number)
class Struck(threading.Event):
    def __init__(self):
        super().__init__()
        notify = self._cond.notify_all
        self._cond.notify_all = lambda: (strike("in set"), notify())
class Pool(program.ThreadPoolExecutor):
    def _adjust_thread_count(self):
        strike("in submit")
        super()._adjust_thread_count()
    def shutdown(self, **how):
        strike("in shutdown")
        super().shutdown(**how)
        print("shut")
def wait(*given):
    strike("before wait")
    return waited(*given)
waited, program.wait = program.wait, wait
program.Event, program.ThreadPoolExecutor = Struck, Pool
program.main()
"""


def struck(place: str, number: int) -> subprocess.CompletedProcess[str]:
    """A run in which main is sent a signal in the middle of something."""
    code = STRUCK.replace("NUMBER", str(int(number))).replace("PLACE", place)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("place", ["in submit", "before wait"])
def test_a_signal_in_the_middle_of_a_call_is_heard_after_it(place: str, number: int) -> None:
    """Locks of the pool are held at that moment: nothing hangs, and all is shut."""
    child = struck(place, number)

    assert (child.returncode, child.stdout, child.stderr) == (128 + number, "shut\n", "")


@pytest.mark.parametrize("place", ["in set", "in shutdown"])
def test_a_signal_after_the_last_task_changes_nothing(place: str) -> None:
    """The lock of the event is held at that moment, and all pages are here."""
    child = struck(place, signal.SIGTERM)

    assert (child.returncode, child.stderr) == (0, "")
    assert child.stdout == "shut\nfetched: 20 of 20\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_it_at_once(number: int) -> None:
    """The first one is only noted, and the system has the next of its kind."""
    code = f"""
import signal
import snippets.threads.stop_on_signal as program
class Pool(program.ThreadPoolExecutor):
    def submit(self, *args):
        signal.raise_signal({int(number)})
        print("noted", program.heard, flush=True)
        signal.raise_signal({int(number)})
        print("goes on")
program.ThreadPoolExecutor = Pool
program.main()
"""
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    noted = f"noted [{int(number)}]\n"
    assert (child.returncode, child.stdout, child.stderr) == (-number, noted, "")


def test_a_signal_that_was_ignored_from_the_start_is_heard() -> None:
    """So it is where a shell starts a program in the background."""
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + STRUCK
    code = code.replace("NUMBER", str(int(signal.SIGINT))).replace("PLACE", "in submit")
    ignored = [sys.executable, "-c", "import signal; signal.raise_signal(signal.SIGINT)"]
    plain = subprocess.run(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *ignored], check=False, timeout=60
    )
    ours = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)

    assert (plain.returncode, ours.returncode) == (0, 130)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_page_is_fetched_in_parts(stopped: bool) -> None:
    """Before each of them the task asks whether to stop, and says how far it came."""
    waits = list[float]()
    stop = SimpleNamespace(wait=lambda seconds: waits.append(seconds) or (stopped and waits[1:]))

    assert fetch("page 1", stop) == ("page 1 is left" if stopped else "page 1 is here")
    assert len(waits) == (2 if stopped else 3)
