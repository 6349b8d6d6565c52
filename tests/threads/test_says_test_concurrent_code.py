"""What the page "Test concurrent code" says, beyond what its program shows."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from threading import BrokenBarrierError, Condition, Event, Thread

import pytest
from xdist import remote

from snippets.threads import all_at_once

STUCK = """
import {module}, threading
begun = threading.Event()
def waits_for_ever():
    begun.set()
    threading.Event().wait(20)
threading.Thread(target=waits_for_ever, daemon=True).start()
begun.wait(20)
def main_waits():
    {first}
    threading.Event().wait(20)
"""
#: A test that is stuck: the alarm clock of pytest goes when main waits, and the time
#: limit is heard when the alarm has been.
TEST = """
import faulthandler, signal
later, asked = faulthandler.dump_traceback_later, []
faulthandler.dump_traceback_later = lambda *how, **more: asked.append((how, more))
def alarm():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    [(how, more)] = asked
    later(*how, **more)
    while "in main_waits" not in open("err").read():
        begun.wait(0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
def test_stuck():
    main_waits()
"""

PAGE = Path("docs", "threads", "test-concurrent-code.md")
XDIST = """
def create_database():
    with open({made!r}, "a") as file:
        print(os.environ.get("PYTEST_XDIST_WORKER"), file=file)
    return {{"address": "here"}}


@pytest.fixture(scope="session")
def each():
    with open({each!r}, "a") as file:
        print("each", file=file)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        with open({made!r}, "a") as file:
            print("first", file=file)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        with open({made!r}, "a") as file:
            print("last", file=file)
"""
TESTS = """
import os
import pytest


@pytest.mark.parametrize("number", range(8))
def test_it(database, each, worker_id, number):
    assert database == {{"address": "here"}}
    assert os.environ.get("PYTEST_XDIST_WORKER", "master") == worker_id
    print("said by a test")
    with open({ran!r}, "a") as file:
        print(worker_id, file=file)
"""


def pytest_of_the_page(folder: Path, *options: str) -> tuple[list[str], int, set[str], str]:
    """The fixture of the page, asked by eight tests: who made it, how often, where, what said."""
    (fence,) = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE.read_text())
    made, each, ran = (folder / name for name in ("made", "each", "ran"))
    own = XDIST.format(made=str(made), each=str(each))
    (folder / "conftest.py").write_text(f"import os\n{fence}{own}")
    (folder / "test_it.py").write_text(TESTS.format(ran=str(ran)))
    (folder / "test_other.py").write_text("def test_other(each):\n    pass\n")
    environment = {key: os.environ[key] for key in os.environ if not key.startswith("PYTEST_")}
    child = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider"),
            *(f"--basetemp={folder / 'temp'}", *options),
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert child.returncode == 0, child.stdout
    lines = each.read_text().splitlines()
    return made.read_text().splitlines(), len(lines), set(ran.read_text().split()), child.stdout


def test_with_xdist_one_worker_makes_it_and_each_has_a_session(tmp_path: Path) -> None:
    """Once for all under the lock, between the controller's hooks; another fixture in each."""
    made, each, ran, said = pytest_of_the_page(tmp_path, "-n2", "--dist=loadfile")

    assert made[0] == "first" and made[-1] == "last" and len(made) == 3
    assert made[1] in ("gw0", "gw1") and len(ran) == 1
    assert each == 2 and "said by a test" not in said


def test_loadgroup_needs_a_name_that_pytest_no_longer_takes() -> None:
    """xdist adds "@server" to an attribute that pytest does not read: its workers see no group."""
    assert "_nodeid" not in inspect.getsource(pytest.Item.nodeid.fget)  # type: ignore[attr-defined]
    assert "item._nodeid = " in inspect.getsource(remote)


def test_without_xdist_the_worker_is_called_master(tmp_path: Path) -> None:
    """The same fixture makes it as well, and the output is seen."""
    made, each, ran, said = pytest_of_the_page(tmp_path, "-n0")

    assert made == ["first", "None", "last"] and ran == {"master"}
    assert each == 1 and "said by a test" in said


def test_an_error_in_any_thread_ends_the_test() -> None:
    """Of four calls the last one fails, and its error is raised."""
    calls = list[None]()

    def call() -> None:
        calls.append(None)
        if len(calls) == 4:
            raise ValueError("the fourth")

    with pytest.raises(ValueError, match="the fourth"):
        all_at_once.all_at_once(call, 4)


def test_nobody_waits_for_a_thread_that_will_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third thread does not start: the two at the barrier are let go by its end."""
    begun = list[Future[None]]()

    class Pool(ThreadPoolExecutor):
        def submit(self, call: Callable[..., None]) -> Future[None]:  # type: ignore[override]
            if len(begun) == 2:
                raise RuntimeError("can't start new thread")
            begun.append(super().submit(call))
            return begun[-1]

    monkeypatch.setattr(all_at_once, "ThreadPoolExecutor", Pool)
    with pytest.raises(RuntimeError, match="can't start"):
        all_at_once.all_at_once(lambda: None, 3)

    assert [type(one.exception(timeout=60)) for one in begun] == [BrokenBarrierError] * 2


def test_waits_take_a_limit() -> None:
    """Of a thread, a future, a queue, an event and a condition; join alone does not tell."""
    stop, condition = Event(), Condition()
    thread = Thread(target=stop.wait, args=(60,))
    thread.start()
    thread.join(timeout=0.01)
    assert thread.is_alive()
    with pytest.raises(TimeoutError):
        Future[None]().result(timeout=0.01)
    with pytest.raises(Empty):
        Queue[None]().get(timeout=0.01)
    with condition:
        assert not condition.wait(timeout=0.01)
    assert not stop.wait(timeout=0.01)
    stop.set()
    thread.join(timeout=60)


def test_the_stacks_of_all_threads_are_printed() -> None:
    """faulthandler prints where both stand, and ends the process if told so."""
    alarm = "faulthandler.dump_traceback_later(0.2, exit=True)"
    code = STUCK.format(module="faulthandler", first=alarm) + "main_waits()\n"
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )

    assert child.returncode == 1
    assert "in waits_for_ever" in child.stderr and "in main_waits" in child.stderr


def test_pytest_prints_where_all_stand_and_ends_the_test(tmp_path: Path) -> None:
    """faulthandler_timeout prints both stacks, then pytest-timeout ends the test."""
    (tmp_path / "test_stuck.py").write_text(STUCK.format(module="pytest", first="alarm()") + TEST)
    options = ["-p", "no:cacheprovider", "-o", "faulthandler_timeout=0.2", "--timeout=1"]
    with (tmp_path / "err").open("w") as err:
        child = subprocess.run(
            [sys.executable, "-m", "pytest", *options, "test_stuck.py"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
            timeout=60,
            check=False,
        )

    stacks = (tmp_path / "err").read_text()
    assert child.returncode != 0
    assert "in waits_for_ever" in stacks and "in main_waits" in stacks
    assert "Timeout" in child.stdout
