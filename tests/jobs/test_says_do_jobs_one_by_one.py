"""What the page on jobs behind a web server says of one runner, and of the server's end."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, call

import pytest

from snippets.jobs import serve_jobs
from snippets.jobs.serve_jobs import Runner
from tests.jobs.conftest import Done, Job
from tests.jobs.test_serve_jobs import WORK, served
from tests.signalled import UNTIL_A_SIGNAL

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

NOW = 1000.0


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """One with a database of its own, a clock that stands, and no process."""
    monkeypatch.setattr(serve_jobs, "DATABASE", str(tmp_path / "jobs.db"))
    monkeypatch.setattr(serve_jobs, "time", lambda: NOW)
    for name in ("stop", "hurry"):
        monkeypatch.setattr(serve_jobs, name, Event())
    made = Runner()
    monkeypatch.setattr(made, "be_ready", lambda: None)
    made.process, made.pipe = MagicMock(exitcode=None), MagicMock()
    return made


def post(task: str, **more: object) -> None:
    """A job, and what else stands in its row."""
    with serve_jobs.writing() as base:
        base.execute(serve_jobs.ADD, (task, task))
        for column, value in more.items():
            base.execute(f"UPDATE job SET {column} = ? WHERE id = ?", (value, task))


def row(task: str) -> tuple[str, str | None, int]:
    """What came of it, and how many tries it has cost."""
    with serve_jobs.writing() as base:
        found: tuple[str, str | None, int] = base.execute(
            "SELECT state, result, tries FROM job WHERE id = ?", (task,)
        ).fetchone()
    return found


def test_a_runner_goes_on_while_there_are_jobs(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks for the next one at once, and without one it waits for a tick."""
    monkeypatch.setattr(serve_jobs.Runner, "watch", lambda *_: ("done", "it"))
    post("a")

    assert (runner.do_one(), runner.do_one()) == (True, False)
    assert row("a") == ("done", "it", 1)


@pytest.mark.parametrize(("silent", "state"), [(4.0, "running"), (5.0, "running"), (6.0, "done")])
def test_a_server_is_given_up_after_a_silence(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, silent: float, state: str
) -> None:
    """Of five seconds."""
    monkeypatch.setattr(serve_jobs.Runner, "watch", lambda *_: ("done", "it"))
    post("a", state="running", seen=NOW - silent, tries=1)

    runner.do_one()

    assert row("a")[0] == state


@pytest.mark.parametrize(
    ("tries", "stopped", "told"),
    [
        (0, False, ("waiting", 1)),
        (1, False, ("failed", 2)),
        (0, True, ("waiting", 1)),
        (1, True, ("waiting", 2)),
    ],
)
def test_a_crash_is_told_with_its_exit_code(
    runner: Runner,
    monkeypatch: pytest.MonkeyPatch,
    tries: int,
    stopped: bool,
    told: tuple[str, int],
) -> None:
    """The process is waited for till it has one; who was told to stop gives up no job."""

    def watch(*_: str) -> tuple[str, str]:
        if stopped:
            serve_jobs.stop.set()
        raise EOFError

    def join(limit: float) -> None:
        assert limit == serve_jobs.GRACE
        runner.process.exitcode = -9

    monkeypatch.setattr(runner, "watch", watch)
    runner.process.join = join
    post("a", tries=tries)

    assert runner.do_one()
    assert row("a") == (told[0], "crashed, exit code -9", told[1])


def test_an_error_of_the_database_is_no_crash(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown, the process is ended, since another one may do the job, and it goes on."""
    shown, turns = MagicMock(), iter([False, False, True])
    monkeypatch.setattr(runner, "watch", MagicMock(side_effect=sqlite3.OperationalError))
    monkeypatch.setattr("logging.exception", shown)
    monkeypatch.setattr(serve_jobs.stop, "wait", lambda _: next(turns))
    post("a")

    runner.run()

    shown.assert_called_once_with("a job waits for its lease to end")
    assert row("a") == ("running", None, 1)
    assert runner.process.method_calls == [call.kill(), call.join(serve_jobs.GRACE)]


def watched(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, until: float, alive: bool = True
) -> tuple[tuple[str, str], list[float]]:
    """What comes of a job that ends then, by a clock of quarters; when it said that it lives."""
    now, told = [0.0], list[float]()

    def poll(_: float) -> bool:
        now[0] += 0.25
        return now[0] > until

    @contextmanager
    def writing() -> Iterator[Any]:
        told.append(now[0])
        yield MagicMock()

    monkeypatch.setattr(serve_jobs, "writing", writing)
    monkeypatch.setattr(serve_jobs, "monotonic", lambda: now[0])
    runner.pipe = SimpleNamespace(send=list[str]().append, poll=poll, recv=lambda: ("done", "it"))
    runner.process.is_alive.return_value = alive
    return runner.watch("a", "a"), told


def test_a_job_has_a_limit_and_is_said_to_live(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each second, and a minute is not too much."""
    came, told = watched(runner, monkeypatch, 60.0)

    assert came == ("done", "it")
    assert told[:4] == [1.25, 2.5, 3.75, 5.0]
    assert not runner.process.kill.called

    assert watched(runner, monkeypatch, 61.0)[0] == ("failed", "took more than 60 seconds")
    assert runner.process.method_calls[-2:] == [call.kill(), call.join(serve_jobs.GRACE)]


def test_a_process_that_is_dead_says_nothing_more(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is seen also while another process holds the end of its pipe."""
    assert not serve_jobs.hurry.is_set()
    with pytest.raises(EOFError):
        watched(runner, monkeypatch, 60.0, alive=False)


def test_a_job_is_cut_off_with_its_process(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the server is in a hurry."""
    serve_jobs.hurry.set()

    assert watched(runner, monkeypatch, 60.0)[0] == ("interrupted", "")
    assert runner.process.method_calls == [call.kill(), call.join(serve_jobs.GRACE)]


def test_the_crew_is_dismissed_in_turn(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told, waited for, hurried, waited for again, and its processes ended, idle ones too."""
    states = list[tuple[bool, bool]]()
    monkeypatch.setattr(serve_jobs, "monotonic", lambda: NOW)
    one = MagicMock()
    one.join.side_effect = lambda _: states.append(
        (serve_jobs.stop.is_set(), serve_jobs.hurry.is_set())
    )

    serve_jobs.dismiss([one])

    assert one.mock_calls == [call.join(serve_jobs.GRACE)] * 2 + [call.end()]
    assert states == [(True, False), (True, True)]


@pytest.mark.parametrize("gone", [EOFError, BrokenPipeError])
def test_a_process_ends_when_nobody_gives_it_jobs(
    monkeypatch: pytest.MonkeyPatch, gone: type[BaseException]
) -> None:
    """Without an error; whatever a job raises is told."""
    pipe = MagicMock()
    pipe.recv.side_effect = ["10", "many", gone]
    monkeypatch.setattr(serve_jobs, "signal", MagicMock())
    monkeypatch.setattr(serve_jobs, "Thread", MagicMock())

    serve_jobs.serve(pipe)

    done, failed = (one.args[0] for one in pipe.send.call_args_list)
    assert done == ("done", "4 primes below 10")
    assert failed[0] == "failed"
    assert failed[1].startswith("ValueError: invalid literal")


#: The line of `serve_jobs` that hands over to the server.
RUN = "        uvicorn.run(name, factory=True, **options)\n"


def test_a_server_that_ends_by_itself_has_failed(job: Job) -> None:
    """Where nobody says it, it would have been at port 8000, with two workers."""
    parsed = "    args = parser.parse_args()\n"
    edits = {parsed: f"{parsed}    print(args.port, args.socket, args.workers)\n"}

    done = job.run("serve_jobs", edits=edits | {RUN: "        pass\n"})

    assert done.out == "8000 None 2\n0 done, 0 failed, 0 left\n"
    assert (done.err, done.code) == ("the server ended, and nobody had told it to\n", 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_server_is_there_ends_it(job: Job, number: int) -> None:
    """With its report, as it would later."""
    edits = {RUN: f"        os.write(2, b'soon')\n        {UNTIL_A_SIGNAL}\n{RUN}"}
    run = job.start("serve_jobs", "--socket", f"{job.temporary}/web.sock", edits=edits)
    run.said("soon")

    run.send(number)
    done = run.finish(30)

    assert done == Done(128 + number, "0 done, 0 failed, 0 left\n", "soon")


def test_there_is_no_server_without_its_database(job: Job) -> None:
    """It ends, and shows the error."""
    edits = {'"JOBS_DATABASE", "jobs.db"': '"JOBS_DATABASE", "no/jobs.db"'}
    call = ("--workers", 1, "--socket", f"{job.temporary}/web.sock")

    done = job.start("serve_jobs", *call, edits=edits).finish(60)

    assert "sqlite3.OperationalError: unable to open database file" in done.err
    assert done.code not in (0, 143)


def test_a_job_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a process that is killed."""
    starts = "    __import__('multiprocessing').Process().start()\n"
    one = served(job, "--workers", 1, edits={WORK: starts + WORK})

    one.post("10")
    told = one.until_over("10")
    one.run.send(signal.SIGTERM)

    assert told["10"].startswith("AssertionError: daemonic processes")
    assert one.run.finish(60).code == 143
