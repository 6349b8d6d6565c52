"""What the page "Stop on Ctrl-C and SIGTERM" says, beyond test_stop_on_signal.py."""

import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from threading import Event, Thread, current_thread, get_ident, main_thread
from types import FrameType

import pytest

from recorder.pythons.interpreters import Interpreter
from tests.signalled import UNTIL_MAIN_WAITS

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")


def child(code: str) -> subprocess.CompletedProcess[str]:
    """A run of `code` in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@POSIX
def test_a_handler_runs_in_the_main_thread() -> None:
    """Also for a signal that another thread raises, and that the system hands to that thread."""
    heard, came = list[object](), Event()

    def handler(number: int, frame: FrameType | None) -> None:
        heard.append(current_thread())
        came.set()

    def sender() -> None:
        signal.pthread_kill(get_ident(), signal.SIGUSR1)

    before = signal.signal(signal.SIGUSR1, handler)
    try:
        thread = Thread(target=sender)
        thread.start()
        thread.join(timeout=60)
        assert came.wait(60)
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert heard == [main_thread()]


@POSIX
def test_without_a_handler_sigterm_ends_the_process_on_the_spot() -> None:
    """No finally block, no atexit handler, and the temporary folder stays."""
    done = child(
        "import atexit, os, signal, tempfile\n"
        "atexit.register(print, 'atexit')\n"
        "try:\n"
        "    with tempfile.TemporaryDirectory() as folder:\n"
        "        print(folder, flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        print('goes on')\n"
        "finally: print('finally')\n"
    )
    folder = Path(done.stdout.strip())  # one line, or it is no folder

    assert done.returncode == -signal.SIGTERM
    assert folder.is_dir()
    folder.rmdir()


def test_an_error_in_main_asks_the_tasks_to_stop() -> None:
    """The tasks that run are asked, those that wait are cancelled, and the error is shown."""
    done = child(
        "import snippets.threads.stop_on_signal as program\n"
        "asked = []\n"
        "def fetch(page, stop):\n"
        "    if page == 'page 1': raise ValueError(page)\n"
        "    asked.append(stop.wait(60))\n"
        "program.fetch = fetch\n"
        "try: program.main()\n"
        "finally: print(all(asked), len(asked) < 19)\n"
    )

    assert (done.returncode, done.stdout) == (1, "True True\n")
    assert "ValueError: page 1" in done.stderr


def test_an_exit_stack_goes_on_after_an_error() -> None:
    """A callback that raises keeps none of those before it from being called."""
    called = list[str]()

    def fail() -> None:
        called.append("last")
        raise ValueError

    with pytest.raises(ValueError), ExitStack() as at_end:
        at_end.callback(called.append, "first")
        at_end.callback(fail)

    assert called == ["last", "first"]


@pytest.mark.parametrize("held", ["lock", "event._cond"])
def test_a_lock_that_main_holds_never_comes_free_for_its_handler(held: str) -> None:
    """The handler waits for the very thread it runs in; the lock inside an event is one too."""
    ask = {"lock": "lock.acquire()", "event._cond": "event.set()"}[held]
    done = child(
        "import faulthandler, signal, threading\n"
        "lock, event = threading.Lock(), threading.Event()\n"
        "alarm = faulthandler.dump_traceback_later\n"
        f"signal.signal(signal.SIGINT, lambda *_: (alarm(0.3, exit=True), {ask}))\n"
        f"with {held}: signal.raise_signal(signal.SIGINT)\n"
        "print('free')\n"
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "Timeout" in done.stderr and "<lambda>" in done.stderr


#: A Ctrl-C comes while C code takes the lock, and is heard when it has it.
STRUCK = """
    import signal, threading
    from _thread import interrupt_main

    signal.signal(signal.SIGINT, signal.default_int_handler)

    class Lock:
        acquire = release = locked = print
        __enter__ = staticmethod(interrupt_main)

        def __exit__(self, *_):
            print("released")

    try:
        with {taken}:
            [None for _ in range(3)]
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.mark.parametrize("taken", ["Lock()", "threading.Condition(Lock())"])
def test_a_handler_that_raises_can_leave_a_lock_taken(
    printed: Callable[[str], str], interpreter: Interpreter, taken: str
) -> None:
    """That of a condition, which each queue has, and on 3.14 any."""
    said = printed(STRUCK.format(taken=taken))

    kept = taken != "Lock()" or interpreter.tag.startswith("3.14")
    assert said == ("" if kept else "released\n") + "interrupted\n"


def test_raised_as_a_wait_ends_it_comes_out_as_another_error() -> None:
    """The signal comes while main, which starts a thread, is about to take the lock again."""
    done = child("""
import sys, threading
from concurrent.futures import ThreadPoolExecutor

class Started(threading.Event):
    def wait(self, timeout=None):
        self._cond._acquire_restore = sys.exit
        return super().wait(timeout)

class Thread(threading.Thread):
    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self._started = Started()

    def _bootstrap(self):
        waiters = self._started._cond._waiters
        while not waiters: pass
        super()._bootstrap()

threading.Thread = Thread
with ThreadPoolExecutor(1) as pool:
    pool.submit(abs, -1)
""")

    assert done.returncode == 1
    assert "\nSystemExit\n" in done.stderr
    assert "\nRuntimeError: release unlocked lock\n" in done.stderr


@POSIX
def test_a_handler_waits_for_a_call_into_c() -> None:
    """A timer rings while C code works on three million items; the handler comes after them."""
    seen, heard = list[None](), list[int]()
    before = signal.signal(signal.SIGALRM, lambda *_: heard.append(len(seen)))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        deque(map(seen.append, repeat(None, 3_000_000)), maxlen=0)
        for _ in range(1_000):
            if not heard:
                Event().wait(0.01)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert heard == [3_000_000]


def test_except_exception_lets_both_through() -> None:
    """Neither KeyboardInterrupt nor SystemExit is an Exception; a bare except catches both."""
    for kind in (KeyboardInterrupt, SystemExit):
        with pytest.raises(kind):
            try:
                raise kind
            except Exception:
                pytest.fail("caught")
        try:
            raise kind
        except:  # noqa: E722
            continue


def test_a_process_has_a_main_thread_of_its_own(printed: Callable[[str], str]) -> None:
    """Asked in a thread, nothing is set; a child that the thread starts sets its handler."""
    said = printed("""
        from multiprocessing import get_context
        from signal import SIGTERM, SIG_IGN, signal
        from threading import Thread, current_thread, main_thread

        def set_it():
            if current_thread() is main_thread():
                signal(SIGTERM, SIG_IGN)
                print("set")
            else:
                print("not set", flush=True)

        def work():
            set_it()
            child = get_context("spawn").Process(target=set_it)
            child.start()
            child.join()
            print(child.exitcode)

        if __name__ == "__main__":
            thread = Thread(target=work)
            thread.start()
            thread.join()
    """)

    assert said == "not set\nset\n0\n"


WAITS = """\
import os, queue, signal, threading
go_on, empty = threading.Event(), queue.Queue()
thread = threading.Thread(target=go_on.wait, args=(60,), daemon=True)
thread.start()

def turns():
    yield None
    os.kill(os.getpid(), signal.SIGINT)
    yield None

def get():
    try:
        empty.get(timeout=0.01)
    except queue.Empty:
        pass

turn = turns()
try:
    while True:
        WAIT
        next(turn)
except KeyboardInterrupt:
    print("heard", thread.is_alive())
go_on.set()
thread.join(60)
print(thread.is_alive())
"""


@POSIX
@pytest.mark.parametrize("wait", ["thread.join(0.01)", "go_on.wait(0.01)", "get()"])
def test_the_handler_has_its_turn_between_two_rounds(wait: str) -> None:
    """The main thread leaves its loop; the daemon beside it still runs, until its event is set."""
    assert child(WAITS.replace("WAIT", wait)).stdout == "heard True\nFalse\n"


@POSIX
def test_a_daemon_makes_no_wait_shorter() -> None:
    """`join` of a daemon waits as that of any thread does."""
    go_on = Event()
    thread = Thread(target=go_on.wait, args=(60,), daemon=True)
    thread.start()
    thread.join(0.2)
    alive = thread.is_alive()
    go_on.set()
    thread.join(60)

    assert alive and not thread.is_alive()


#: Another thread gets a signal, and says who has heard it by then.
ELSEWHERE = """
import os, signal, sys, threading, time
from concurrent.futures import Future
from queue import Queue

heard = []
signal.signal(signal.SIGTERM, lambda *_: heard.append(threading.current_thread().name))
done, told, queue, main = threading.Event(), Future(), Queue(), threading.main_thread().ident


UNTIL_MAIN_WAITS

def other():
    FIRST
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    THEN
    print(heard, flush=True)
    done.set(), told.set_result(1), queue.put(1)


thread = threading.Thread(target=other)
thread.start()
LAST
print(heard)
"""


def said_elsewhere(interpreter: Interpreter, first: str, then: str, last: str) -> list[str]:
    """What it prints if main waits so."""
    text = ELSEWHERE.replace("UNTIL_MAIN_WAITS", UNTIL_MAIN_WAITS)
    text = text.replace("FIRST", first).replace("THEN", then).replace("LAST", last)
    words = [interpreter.path, "-c", text]
    return subprocess.run(words, capture_output=True, text=True, timeout=60).stdout.split()


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
@pytest.mark.parametrize(
    ("last", "names"),
    [
        ("done.wait()", "'wait'"),
        ("queue.get()", "'wait'"),
        ("told.result()", "'wait'"),
        ("thread.join()", "'join', '_wait_for_tstate_lock'"),
    ],
)
def test_a_signal_of_another_thread_is_heard_when_the_wait_is_over(
    interpreter: Interpreter, last: str, names: str
) -> None:
    """Main waits, the other thread gets the signal, and half a second later nobody has heard it."""
    half_a_second = "threading.Event().wait(0.5)  # more would change nothing"
    said = said_elsewhere(interpreter, f"until_main_waits(main, {names})", half_a_second, last)

    assert said == ["[]", "['MainThread']"]


@pytest.mark.skipif("sys.platform != 'linux'", reason="as the test above it")
def test_a_main_thread_that_waits_in_short_steps_hears_it(interpreter: Interpreter) -> None:
    """Before anybody ends its wait."""
    step = "while not heard: time.sleep(0.01)"
    said = said_elsewhere(interpreter, "pass", step, "while not done.wait(0.1): pass")

    assert said == ["['MainThread']"] * 2
