"""What the page "Run workers that end well" says and no program of it shows."""

import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import Sample, find

SOURCE = find("processes/workers_end_well").shown
WORK = "    return sum("
ONE = ('["250 90", "1900", "15 15 40", "110 7", "60"]', '["1900"]')
#: Two items: the first is stuck, and when it is, the second raises and stops all.
STUCK = (
    ('["250 90", "1900", "15 15 40", "110 7", "60"]', '["1900", "7"]'),
    ("True, 60.0, 5.0", "False, 60.0, 1.0"),
    (
        "        came +=",
        "        print([w.exitcode for w in busy], file=sys.stderr)\n        came +=",
    ),
)
NEIGHBOUR = """
    if order != "1900":
        while not Path("stuck").exists():
            time.sleep(0.01)
        raise ValueError(order)
"""
CATCHES = """
    while True:
        try:
            Path("stuck").touch()
            time.sleep(600)
        except:
            pass
"""
TIDIES = """
    try:
        Path("stuck").touch()
        time.sleep(600)
    finally:
        print("tidied up", file=sys.stderr)
"""
IDLE = """def orders():
    yield "250 90"
    (worker,) = multiprocessing.active_children()
    worker.kill()
    worker.join()
    yield "60"


def main("""
ENDLESS = """def orders():
    for number in itertools.count():
        print("read", number, file=sys.stderr)
        yield str(number)


def main("""
CRASH = "    logging.warning('begun %s', order)\n    if order == '1900':\n        os._exit(70)\n"

Run = Callable[..., subprocess.CompletedProcess[str]]


def changed(*changes: tuple[str, str]) -> str:
    """The program with pieces of its text exchanged."""
    names = "itertools", "logging", "multiprocessing", "os", "subprocess", "sys"
    imports = "\n".join(f"import {name}" for name in names)
    source = SOURCE.replace("import logging", imports, 1)
    source = source.replace("import time", "import time\nfrom pathlib import Path", 1)
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


@pytest.fixture
def outcome(program: Callable[..., Sample], interpreter: Interpreter) -> Run:
    """Runs the program with pieces of its text exchanged, and tells how it ended."""

    def run_it(*changes: tuple[str, str]) -> subprocess.CompletedProcess[str]:
        path = program(changed(*changes)).path
        command = [str(interpreter.path), path.name]
        return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=60)

    return run_it


@pytest.mark.parametrize(
    ("work", "told"),
    [
        ("return lambda: 1", ".dump(obj)"),
        ("multiprocessing.Process().start()", "daemonic processes are not allowed"),
    ],
)
def test_an_item_can_fail_in_other_ways(outcome: Run, work: str, told: str) -> None:
    """What cannot be pickled, and a process of multiprocessing, fail the item and no other."""
    run = outcome((WORK, f"    if order == '1900':\n        {work}\n{WORK}"))

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "'1900' failed\nTraceback" in run.stderr
    assert told in run.stderr
    assert run.returncode == 1


def test_a_job_may_start_programs(outcome: Run) -> None:
    """A program by subprocess runs, although the worker is a daemon."""
    work = "    subprocess.run([sys.executable, '-c', 'print(1)'], check=True)\n"
    run = outcome(ONE, (WORK, work + WORK))

    assert (run.stdout, run.returncode) == ("1\n1 of 1 done, total 1900\n", 0)


@pytest.mark.skipif("sys.platform == 'win32'", reason="it kills")
def test_an_idle_worker_that_is_killed_costs_nothing(outcome: Run) -> None:
    """The next item gets a new worker, and all are done."""
    run = outcome(("def main(", IDLE), ("iter(ORDERS)", "orders()"), ("WORKERS = 4", "WORKERS = 1"))

    assert (run.stdout, run.returncode) == ("2 of 2 done, total 400\n", 0)


@pytest.mark.skipif("sys.platform == 'win32'", reason="terminate() runs no handler there")
@pytest.mark.parametrize(("stuck", "code"), [(CATCHES, -9), (TIDIES, 143)])
def test_it_stops_in_steps(outcome: Run, stuck: str, code: int) -> None:
    """SIGTERM lets `finally` run and shows the stack; who catches it is killed a step later."""
    run = outcome(*STUCK, (WORK, NEIGHBOUR + stuck + WORK))

    assert f"\n[{code}]\n" in run.stderr
    assert " in job\n" in run.stderr
    assert ("tidied up" in run.stderr) == (code == 143)
    assert (run.stdout, run.returncode) == ("0 of 2 done, total 0\n", 1)


def test_a_lost_item_was_begun_once_and_left_its_log(outcome: Run) -> None:
    """Nothing is tried again, and the line that was logged just before the crash is there."""
    run = outcome((WORK, CRASH + WORK))

    assert run.stderr.count("begun 1900") == 1
    assert re.search(r"\d Worker-\d begun 1900\n", run.stderr)
    assert "'1900' lost, status 70" in run.stderr


def test_the_input_is_read_no_faster_than_it_is_done(outcome: Run) -> None:
    """Of a generator without end only as many items are read as were done, and one each."""
    run = outcome(
        ("def main(", ENDLESS),
        ("iter(ORDERS)", "orders()"),
        ("WORKERS = 4", "WORKERS = 2"),
        ("True, 60.0", "False, 60.0"),
        (WORK, f"    if order == '9':\n        raise ValueError\n{WORK}"),
    )
    done = int(run.stdout.split()[0])

    assert run.returncode == 1
    assert done + 1 <= run.stderr.count("read ") <= done + 3


def test_there_are_never_more_than_workers(outcome: Run) -> None:
    """One worker for one item; and while crashed ones are replaced, as many as allowed."""
    count = "print('alive', len(multiprocessing.active_children()), file=sys.stderr)"
    start = ("        self.start()\n", f"        self.start()\n        {count}\n")
    crash = (WORK, f"    if order != '60':\n        os._exit(70)\n{WORK}")
    run = outcome(start, crash, ("WORKERS = 4", "WORKERS = 2"))

    assert {int(n) for n in re.findall(r"alive (\d)", run.stderr)} <= {1, 2}
    assert outcome(start, ONE).stderr.count("alive 1") == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="it sends signals to a group")
def test_workers_finish_after_ctrl_c(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """Ctrl-C for all, twice, and SIGTERM: the workers finish their items, and all end."""
    work = """
    os.write(1, b"begun\\n")
    while not Path("go").exists():
        time.sleep(0.01)
    os.write(1, b"finished\\n")
"""
    source = changed((WORK, work + WORK), ("60.0, 5.0", "60.0, 60.0"))
    path = program(source).path
    with subprocess.Popen(
        [str(interpreter.path), path.name],
        cwd=path.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        try:
            assert [run.stdout.readline() for _ in range(4)] == ["begun\n"] * 4
            os.killpg(run.pid, signal.SIGINT)
            while "most recent call first" not in run.stdout.readline():
                pass
            os.killpg(run.pid, signal.SIGINT)
            os.kill(run.pid, signal.SIGTERM)
            Path(path.parent, "go").touch()
            said, _ = run.communicate(timeout=60)
        except BaseException:
            os.killpg(run.pid, signal.SIGKILL)
            raise

    assert said.count("finished\n") == 4
    assert said.endswith("0 of 4 done, total 0\n")
    assert run.returncode == 130


def test_a_stuck_item_shows_all_threads(outcome: Run) -> None:
    """The stacks are those of each thread of the worker, on standard error."""
    work = """
    from threading import Thread
    Thread(target=time.sleep, args=(2,), daemon=True).start()
    time.sleep(2)
"""
    run = outcome(ONE, ("60.0, 5.0", "0.5, 60.0"), (WORK, work + WORK))
    stacks = run.stderr.partition("Timeout (")[2]

    assert len(re.findall(r"hread 0x.* \(most recent call first\)", stacks)) >= 2
    assert " in job\n" in stacks
    assert run.stdout == "1 of 1 done, total 1900\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="it limits the open files")
def test_a_killed_worker_leaves_no_open_file(outcome: Run) -> None:
    """Thirty crashes are told by a program that may have forty files open."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))\n    "
    run = outcome(
        ("iter(ORDERS)", "map(str, range(30))"),
        ("WORKERS = 4", "WORKERS = 1"),
        ("0.1, 8", "0.0, 31"),
        ("    came = list[", f"    {limit}came = list["),
        (WORK, f"    os._exit(70)\n{WORK}"),
    )

    assert run.stdout == "0 of 30 done, total 0\n"
    assert run.stderr.count("lost, status 70") == 30
