import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import Sample, find
from snippets.processes import workers_end_well
from snippets.processes.workers_end_well import Worker

SOURCE = find("processes/workers_end_well").shown
CRASH = "    if order == '1900':\n        os.kill(os.getpid(), signal.SIGKILL)\n    return sum("
#: A clock that stands still but for the parent's pauses, and tells when a worker starts.
CLOCK = """
class time:
    now = 0.0

    @staticmethod
    def monotonic() -> float:
        return time.now


class Event:
    def wait(self, seconds: float) -> None:
        time.now += seconds


def starts() -> None:
    print("start", round(time.now, 1))


ORDERS ="""
STARTS = "        self.start()\n", "        starts()\n        self.start()\n"
ODD = "    if int(order) % 2:\n        os._exit(3)\n    return sum("
ONE = "WORKERS = 4", "WORKERS = 1"
ITEMS = '["250 90", "1900", "15 15 40", "110 7", "60"]'
#: In short waits: a signal that comes right before a long one is heard after it.
SLEEPS = "any(time.sleep(0.01) for _ in iter(int, 1))"
STUCK = "    if order == '1900':\n        time.sleep(600)\n    return sum("

#: It is terminated and goes on until the last item is at work, which begins after that.
HOLDS = """
    def until(name):
        while not os.path.exists(name):
            time.sleep(0.01)

    if order == "1900":
        try:
            until("never")
        finally:
            open("told to end", "w").close()
            until("last")
    until("told to end")
    if order == "60":
        open("last", "w").close()
"""
#: It has its answer after it was asked to end.
ASKED = """
        open("asked", "w").close()
"""
LATE = """
    while order == "1900" and not os.path.exists("asked"):
        time.sleep(0.01)
"""


Outcome = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def outcome(program: Callable[..., Sample], interpreter: Interpreter) -> Outcome:
    """Runs the program with pieces of its text exchanged, and tells how it ended."""

    def run_it(*changes: tuple[str, str]) -> subprocess.CompletedProcess[str]:
        source = SOURCE.replace("import logging", "import logging\nimport os", 1)
        for old, new in changes:
            assert old in source
            source = source.replace(old, new, 1)
        path = program(source).path
        command = [str(interpreter.path), path.name]
        return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=60)

    return run_it


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_the_item_of_a_killed_worker_is_told(outcome: Outcome) -> None:
    """A killed worker costs its own item, which is named, and the status is 1."""
    run = outcome(("    return sum(", CRASH))

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "'1900' lost, status -9" in run.stderr
    assert run.returncode == 1


def test_an_error_is_logged_and_the_rest_is_done(outcome: Outcome) -> None:
    """An item that raises is logged with its traceback, and the others are done."""
    run = outcome(('"1900"', '"a dozen"'))

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "'a dozen' failed\nTraceback" in run.stderr
    assert run.returncode == 1


def test_the_first_error_can_stop_all(outcome: Outcome) -> None:
    """With GO_ON off the first error ends the run, and nothing more is begun."""
    run = outcome(('"250 90"', '"a dozen"'), ("WORKERS = 4", "WORKERS = 1"), ("True,", "False,"))

    assert run.stdout == "0 of 1 done, total 0\n"
    assert "RuntimeError: 'a dozen' ValueError" in run.stderr
    assert run.returncode == 1


def test_a_stuck_item_tells_where_it_stands(outcome: Outcome) -> None:
    """An item over its limit has its stack printed, and its worker is stopped."""
    run = outcome(("    return sum(", STUCK), ("60.0, 5.0", "1.0, 1.0"))

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "Timeout (0:00:01)!" in run.stderr
    assert " in job\n" in run.stderr
    assert run.returncode == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_workers_end_after_their_parent(program: Callable[..., Sample]) -> None:
    """When the parent is killed, no worker stays: the output that all of them hold is closed."""
    # one write, whole whoever else writes: several workers begin at once
    source = SOURCE.replace("    return sum(", "    os.write(1, b'begun ')\n    return sum(")
    source = source.replace(
        "                wait([", "                time.sleep(600)\n                wait(["
    )
    source = source.replace("import logging", "import logging\nimport os", 1)
    command = [sys.executable, str(program(source).path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout is not None
            assert run.stdout.read(len("begun ")) == "begun "
        finally:
            os.kill(run.pid, signal.SIGKILL)
        out, _ = run.communicate(timeout=60)

    assert "total" not in out


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGSTOP")
def test_a_worker_that_was_stopped_is_killed(outcome: Outcome) -> None:
    """It answers neither the request nor SIGTERM; its item is told as lost, the others are done."""
    stopped = STUCK.replace("time.sleep(600)", "os.kill(os.getpid(), signal.SIGSTOP)")
    run = outcome(("    return sum(", stopped), ("60.0, 5.0", "1.0, 0.5"))

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "'1900' lost, status -9" in run.stderr
    assert run.returncode == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_a_worker_that_is_stopped_holds_up_no_other(outcome: Outcome) -> None:
    """While one does not let go after SIGTERM, the other is handed all that is left."""
    run = outcome(
        ("WORKERS = 4", "WORKERS = 2"),
        ("LIMIT + GRACE\n", "(0 if order == '1900' else 40)\n"),
        ("order, now + GRACE", "order, now + (40 if worker.asked == 2 else 0)"),
        ("    return sum(", HOLDS + "    return sum("),
    )

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "'1900' lost, status 143" in run.stderr
    assert run.returncode == 1


def test_an_answer_that_comes_late_counts(outcome: Outcome) -> None:
    """Asked to end, a worker may still finish its item; then it ends, and no item is lost."""
    run = outcome(
        ("LIMIT + GRACE\n", "(0 if order == '1900' else 40)\n"),
        ("order, now + GRACE", "order, now + 40"),
        ("        self.asked += 1\n", "        self.asked += 1\n" + ASKED),
        ("    return sum(", LATE + "    return sum("),
    )

    assert (run.stdout, run.returncode) == ("5 of 5 done, total 2487\n", 0)
    assert "lost" not in run.stderr


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_a_worker_killed_in_the_middle_of_its_answer(outcome: Outcome) -> None:
    """Of ten million bytes it has sent a thousand; the parent does not wait for the rest."""
    answer = "                self.theirs.send((job(order), ''))\n"
    half = (
        "                if order == '1900':\n"
        "                    head = (10_000_000).to_bytes(4, 'big')\n"
        "                    os.write(self.theirs.fileno(), head + bytes(1000))\n"
        f"                    os.kill(os.getpid(), signal.SIGKILL)\n{answer}"
    )
    run = outcome((answer.replace("''", '""'), half))

    assert run.stdout == "4 of 5 done, total 587\n"
    assert "'1900' lost, status -9" in run.stderr
    assert run.returncode == 1


@pytest.mark.parametrize(
    ("line", "status"),
    [("    return sum(", -9), ("        self.ours.close()\n", 3)],
    ids=["at an item", "at their start"],
)
@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_all_workers_die(outcome: Outcome, line: str, status: int) -> None:
    """Each costs one item, so it ends with the list, and says so for each of them."""
    deed = "os.kill(os.getpid(), signal.SIGKILL)" if status < 0 else "os._exit(3)"
    indent = line[: len(line) - len(line.lstrip())]
    run = outcome((line, f"{indent}{deed}\n{line}"))

    assert run.stdout == "0 of 5 done, total 0\n"
    assert run.stderr.count(f" lost, status {status}\n") == 5
    assert run.returncode == 1


def test_one_that_dies_again_and_again_is_given_up(outcome: Outcome) -> None:
    """Each pause is twice the one before; after eight deaths in a row an endless input is left."""
    run = outcome(
        ("ORDERS =", CLOCK),
        STARTS,
        ONE,
        ("    return sum(", "    os._exit(3)\n    return sum("),
        ("iter(ORDERS)", "iter(lambda: '7', '')"),
    )
    starts = [line for line in run.stdout.splitlines() if line.startswith("start")]

    assert starts == [f"start {t}" for t in (0.0, 0.1, 0.3, 0.7, 1.5, 3.1, 6.3, 12.7)]
    assert run.stdout.endswith("0 of 8 done, total 0\n")
    assert "RuntimeError: each worker lost 8 in a row" in run.stderr
    assert run.returncode == 1


def test_an_answer_makes_the_pause_short_again(outcome: Outcome) -> None:
    """Deaths with an answer between them are not in a row: no pause grows, none is given up."""
    run = outcome(
        ("ORDERS =", CLOCK),
        STARTS,
        ONE,
        ("0.1, 8", "0.1, 2"),
        (ITEMS, '["1", "2", "3", "4", "5", "6"]'),
        ("    return sum(", ODD),
    )

    assert run.stdout == ("start 0.0\nstart 0.1\nstart 0.2\nstart 0.3\n3 of 6 done, total 12\n")
    assert "in a row" not in run.stderr
    assert run.returncode == 1


@pytest.mark.parametrize("rule", ["1e6, 8", "0.1, 1"], ids=["in its pause", "given up"])
def test_one_that_dies_delays_no_other(outcome: Outcome, rule: str) -> None:
    """While one rests for eleven days, or for ever, the other one does all the rest."""
    run = outcome(
        ("WORKERS = 4", "WORKERS = 2"),
        ("0.1, 8", rule),
        (ITEMS, "['1', *map(str, range(2, 42, 2))]"),
        ("    return sum(", ODD),
    )

    assert run.stdout == "20 of 21 done, total 420\n"
    assert "in a row" not in run.stderr
    assert run.returncode == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("place", "deed", "told"),
    [
        ("Event().wait(rest)", f"Timer(0.1, os.kill, {{}}).start(); {SLEEPS}", 1),
        ("self.start()", "os.kill(*{}) if self.lost else self.start()", 2),
    ],
    ids=["in a pause", "at a new start"],
)
def test_it_stops_between_two_workers(
    outcome: Outcome, number: signal.Signals, place: str, deed: str, told: int
) -> None:
    """A signal ends a pause of ten minutes, and the item of a new start is told as well."""
    run = outcome(
        ONE,
        ("import time", "import time\nfrom threading import Timer"),
        (place, deed.format(f"(os.getpid(), {number:d})")),
        ("    return sum(", "    os._exit(3)\n    return sum("),
    )

    assert run.stdout == f"0 of {told} done, total 0\n"
    assert run.returncode == 128 + number


class Deaf:
    """The worker's end of a pipe on which nothing comes: only a wait with a limit ends."""

    def poll(self, limit: float | None) -> bool:
        """Give up, if the caller may; meanwhile SIGTERM came, and its exception was lost."""
        assert limit is not None, "waits for ever"
        workers_end_well.told.append(15)
        return False

    def recv(self) -> str:
        """Nothing is there."""
        raise AssertionError("waits for what did not come")

    def close(self) -> None:
        """It is no longer needed."""


def test_a_worker_without_work_looks_whether_it_was_told_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the exception of its handler was lost, as in a `__del__`."""
    monkeypatch.setattr(workers_end_well, "told", [])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    worker = Worker()
    monkeypatch.setattr(worker, "ours", Deaf(), raising=False)
    monkeypatch.setattr(worker, "theirs", Deaf(), raising=False)

    worker.run()


def test_the_last_step_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was asked, terminated and killed, and is not gone yet, is killed again."""
    steps: list[str] = []
    monkeypatch.setattr(
        workers_end_well,
        "STEPS",
        [lambda _, name=name: steps.append(name) for name in ("ask", "terminate", "kill")],
    )
    worker = Worker()
    for _ in range(5):
        worker.ask()

    assert steps == ["ask", "terminate", "kill", "kill", "kill"]


def test_a_signal_whose_exception_was_lost_is_told(outcome: Outcome) -> None:
    """All is done, and the status is that of the signal."""
    done = "        do(iter(ORDERS), came)\n"
    run = outcome((done, f"{done}        told.append(15)\n"))

    assert (run.stdout, run.returncode) == ("5 of 5 done, total 2487\n", 143)


#: Whoever is not woken does not look by itself, and after a while gives up.
AWAKE = """
def wait(ends, rest, real=wait):
    if not real(ends, 20):
        raise AssertionError("nobody wakes the parent")


ORDERS ="""


def test_an_answer_alone_wakes_the_parent(outcome: Outcome) -> None:
    """It does not wait for the next look, which here never comes."""
    run = outcome(("ORDERS =", AWAKE))

    assert (run.stdout, run.returncode) == ("5 of 5 done, total 2487\n", 0)


#: The other one answers when the first is lost, and only its answer lets time pass.
FREE = """    if order == "1":
        os._exit(3)
    while order == "2" and not os.path.exists("lost"):
        time.sleep(0.01)
    return sum("""


def test_no_process_is_started_while_one_is_free(outcome: Outcome) -> None:
    """The last item goes to the worker that lives; nobody takes the place of the other."""
    clock = CLOCK.replace("    @static", "    sleep = __import__('time').sleep\n\n    @static", 1)
    run = outcome(
        ("ORDERS =", clock),
        STARTS,
        ("WORKERS = 4", "WORKERS = 2"),
        (ITEMS, '["1", "2", "3"]'),
        ("    return sum(", FREE),
        ("came.append((", "time.now += not error\n                came.append(("),
        ("logging.error(", "open('lost', 'w').close()\n                    logging.error("),
    )

    assert run.stdout == "start 0.0\nstart 0.0\n2 of 3 done, total 5\n"
    assert run.returncode == 1


#: Asked to end, it answers, and does not end by itself.
STAYS = """                while order == "1900":
                    time.sleep(0.01)
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_who_was_asked_to_end_is_given_no_more(outcome: Outcome) -> None:
    """Its answer counts, and the next item is another worker's, when it is gone."""
    answer = '                self.theirs.send((job(order), ""))\n'
    run = outcome(
        ONE,
        (ITEMS, '["1900", "60"]'),
        ("LIMIT + GRACE\n", "(0 if order == '1900' else 40)\n"),
        ("order, now + GRACE", "order, now + 0 * worker.ours.poll(40)"),
        ("        self.asked += 1\n", "        self.asked += 1\n" + ASKED),
        ("    return sum(", LATE + "    return sum("),
        (answer, answer + STAYS),
    )

    assert (run.stdout, run.returncode) == ("2 of 2 done, total 1960\n", 0)
    assert "lost" not in run.stderr
