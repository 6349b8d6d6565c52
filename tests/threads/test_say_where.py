import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from snippets.threads import say_where as program

ROOT = Path(__file__).parents[2]
#: The alarm that the program asks for begins when all four threads have begun to wait.
STUCK = """
import snippets.threads.say_where as program
from threading import Barrier, Lock
def fetch(page):
    all_begun.wait()
    lock = Lock()
    lock.acquire()
    lock.acquire()
asked = []
alarm = program.faulthandler.dump_traceback_later
program.faulthandler.dump_traceback_later = lambda *how, **more: asked.append((how, more))
all_begun = Barrier(program.WORKERS, lambda: [alarm(*how, **more) for how, more in asked])
program.fetch, program.LIMIT = fetch, 0.5
program.main()
"""
ASKED = """
import sys
import snippets.threads.say_where as program
def fetch(page):
    print("begun", flush=True)
    return sys.stdin.readline()
program.fetch, program.PAGES = fetch, ["page 1"]
program.main()
"""
FAILING = """
import snippets.threads.say_where as program
program.fetch = lambda page: 1 / (page != "page 3")
program.main()
"""
IN_A_POOL = """
import faulthandler, multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from threading import Lock
def task():
    faulthandler.dump_traceback_later(0.5, exit=True)
    lock = Lock()
    lock.acquire()
    lock.acquire()
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with ProcessPoolExecutor(1, context) as pool:
        print(type(pool.submit(task).exception(timeout=60)).__name__)
"""
ENDED = """
import faulthandler, os, signal, sys
faulthandler.register(signal.SIGUSR1)
if os.fork() == 0:
    signal.raise_signal(signal.SIGUSR1)
    os._exit(0)
os.wait()
os.execv(sys.executable, [sys.executable, "-c",
    "import signal; signal.raise_signal(signal.SIGUSR1)"])
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_program_without_progress_says_where_it_stands_and_ends() -> None:
    """With status 1, although its threads wait for ever."""
    ended = run(STUCK)

    assert ended.returncode == 1
    assert "Timeout" in ended.stderr and ended.stderr.count("in fetch") == 4
    assert ended.stdout == ""


def test_a_task_that_fails_is_named() -> None:
    """With its error, and the status is 1; the others are done."""
    ended = run(FAILING)

    assert (ended.returncode, ended.stdout) == (1, "fetched: 7 of 8\n")
    assert ended.stderr == "page 3: ZeroDivisionError('division by zero')\n"


class Faulthandler:
    """Remembers what the program asks of the real one."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_args, **_keywords: self.calls.append(name)


def test_the_alarm_is_set_off_again_by_each_task_and_taken_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Left standing, it would end what the program does after its tasks."""
    watch = Faulthandler()
    monkeypatch.setattr(program, "faulthandler", watch)

    with pytest.raises(SystemExit):
        program.main()

    alarms = [name for name in watch.calls if "dump_traceback_later" in name]
    assert alarms[:-1] == ["dump_traceback_later"] * (1 + len(program.PAGES))
    assert alarms[-1] == "cancel_dump_traceback_later"
    assert watch.calls[-1] == "cancel_dump_traceback_later"
    assert capsys.readouterr().out == "fetched: 8 of 8\n"


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
def test_asked_by_a_signal_it_answers_and_goes_on() -> None:
    """The stacks of all threads come, and then the work is done."""
    child = subprocess.Popen(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.readline() == "begun\n"
        child.send_signal(signal.SIGUSR1)
        while "in fetch" not in child.stderr.readline():
            assert child.poll() is None
        out, _ = child.communicate("\n", timeout=60)
    finally:
        child.kill()

    assert (child.returncode, out) == (0, "fetched: 1 of 1\n")


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_worker_that_is_stuck_ends_and_breaks_its_pool(tmp_path: Path, method: str) -> None:
    """So the parent learns of it, and does not wait for ever."""
    program = tmp_path / "stuck.py"
    program.write_text(IN_A_POOL)
    command = [sys.executable, program, method]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert ended.stdout == "BrokenProcessPool\n"
    assert "in task" in ended.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
def test_without_a_handler_the_signal_ends_a_process() -> None:
    """A forked child inherits the handler, a program that is started afresh does not."""
    ended = run(ENDED)

    assert "Current thread" in ended.stderr
    assert ended.returncode == -signal.SIGUSR1


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
def test_abort_shows_the_stacks_of_a_program_that_was_not_prepared() -> None:
    """Under -X faulthandler, and it ends the program."""
    code = "import signal; signal.raise_signal(signal.SIGABRT)"
    command = [sys.executable, "-X", "faulthandler", "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert ended.returncode == -signal.SIGABRT
    assert "Fatal Python error: Aborted" in ended.stderr


def test_each_alarm_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the same time, however far it came."""
    alarms = list[tuple[float, bool]]()

    def later(seconds: float, *, exit: bool = False) -> None:
        alarms.append((seconds, exit))

    monkeypatch.setattr(program, "faulthandler", watch := Faulthandler())
    monkeypatch.setattr(watch, "dump_traceback_later", later, raising=False)
    with pytest.raises(SystemExit):
        program.main()

    assert alarms == [(program.LIMIT, True)] * (1 + len(program.PAGES))


def test_whoever_leaves_early_cancels_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not wait for pages that nobody takes any more."""
    said = list[bool]()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            said.append(cancel_futures)
            super().shutdown(wait, cancel_futures=cancel_futures)

    def fail(tasks: Any) -> None:
        raise OSError("nobody looks")

    monkeypatch.setattr(program, "faulthandler", Faulthandler())
    monkeypatch.setattr(program, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(program, "as_completed", fail)
    with pytest.raises(OSError, match="nobody looks"):
        program.main()

    assert said == [True]


def test_a_page_is_worked_on() -> None:
    """Which the program itself does not tell."""
    assert program.fetch("page 1") == "PAGE 1"
