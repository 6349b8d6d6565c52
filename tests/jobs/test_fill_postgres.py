"""A PostgreSQL table filled by many workers: `jobs/fill_postgres`, with the faults planted."""

from __future__ import annotations

import os
import signal
from hashlib import sha256

import pytest

from snippets.jobs.stages.postgres_server import Server
from tests.jobs.conftest import Job, Run
from tests.jobs.postgres import WITH_WHEEL, address, long_server, server, sessions, sql
from tests.jobs.test_fill_database import WORK, files

__all__ = ["long_server", "server"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
PYTHONS = WITH_WHEEL

#: Work that says that it began, and goes on when the test lets it.
HELD = """\
    if name == 'held':
        open('begun', 'a').write('x')
        os.write(2, b'busy')
        while not os.path.exists('go'):
            __import__('time').sleep(0.01)  # between two looks
"""
#: What a worker does that is inside a long statement.
SLOW = """\
    if name == 'slow' and not os.path.exists('once'):
        Path('once').write_text(str(os.getpid()))
        os.write(2, b'busy')
        base.execute('SELECT pg_sleep(600)')
"""


def begin(job: Job, server: Server, *words: object, work: str = "", **edits: str) -> Run:
    """Start it on the list, with this before its work, and constants of other values."""
    changed = {WORK: work + WORK} if work else {}
    for name, value in edits.items():
        old = {"PATIENCE": "30.0", "TURNS": "5", "TRIES": "2", "DEATHS": "20"}[name]
        changed[f"{name} = {old}"] = f"{name} = {value}"
    return job.start("fill_postgres", "names.txt", address(server), *words, edits=changed)


def rows(server: Server) -> dict[str, tuple[str, str, int]]:
    """What stands in the table: state, result and tries of each name."""
    lines = sql(server, "SELECT name, state, result, tries FROM job ORDER BY id")
    found = [line.split("|") for line in lines]
    return {name: (state, result, int(tries)) for name, state, result, tries in found}


@pytest.mark.parametrize("workers", [1, 4])
def test_each_job_is_done_once(job: Job, server: Server, workers: int) -> None:
    """Whatever the number of workers; a name that stands there twice is one job."""
    names = [f"{n:03}" for n in range(60)]
    files(job, "lost 2", *names, "lost 1", "000")

    done = begin(job, server, "--workers", workers).finish()

    assert done.err == ""
    assert done.out.splitlines()[0] == "60 done, 2 failed, 0 left"
    told = [line.partition(": [")[0] for line in done.out.splitlines()[1:]]
    assert told == ["lost 2: FileNotFoundError", "lost 1: FileNotFoundError"]
    assert done.code == 1
    sums = {name: sha256(f"This is {name}.".encode()).hexdigest() for name in names}
    assert {n: r for n, r in rows(server).items() if "lost" not in n} == {
        name: ("done", total, 0) for name, total in sums.items()
    }
    assert sessions(server) == []


@pytest.mark.parametrize("end", ["kill(os.getpid(), 9)", "_exit(0)"])
def test_a_job_that_kills_its_worker_costs_itself(job: Job, server: Server, end: str) -> None:
    """It is tried twice and not by each worker; whatever else is raised is the job's result.

    The three other workers hold a job each meanwhile: one that asks for a job at the very
    moment at which a worker takes it and dies gets it too, and then nobody counts that try.
    """
    files(job, "kill", *"abcdefghijkl", "odd")
    work = (
        "    size = lambda path: Path(path).stat().st_size if Path(path).exists() else 0\n"
        "    if name == 'kill':\n"
        "        while size('begun') < 3:\n            pass\n"
        "        open('kills', 'a').write('x')\n"
        f"        os.{end}\n"
        "    if name in 'abc':\n"
        "        open('begun', 'a').write('x')\n"
        "        while size('kills') < 2:\n            pass\n"
        "    if name == 'odd':\n        raise KeyboardInterrupt('a\\0b')\n"
    )

    done = begin(job, server, "--workers", 4, work=work).finish()

    assert done.out.splitlines() == [
        "12 done, 2 failed, 0 left",
        "kill: crashed",
        "odd: KeyboardInterrupt: a\\x00b",
    ]
    assert (job.folder / "kills").read_text() == "xx"
    assert rows(server)["kill"] == ("failed", "crashed", 2)


def test_a_killed_worker_takes_its_writes_along(job: Job, server: Server) -> None:
    """What a job wrote is there once: with its state, in one transaction, or not at all."""
    sql(server, "CREATE TABLE log (name text)")
    names = [f"{n:03}" for n in range(200)]
    files(job, *names)
    work = (
        "    base.execute('INSERT INTO log VALUES (%s)', (name,))\n"
        "    if name == '100' and not os.path.exists('once'):\n"
        "        Path('once').touch()\n        os.kill(os.getpid(), 9)\n"
    )

    done = begin(job, server, "--workers", 3, work=work).finish()

    assert (done.out, done.code) == ("200 done, 0 failed, 0 left\n", 0)
    assert sql(server, "SELECT name FROM log ORDER BY name") == names
    assert rows(server)["100"][2] == 1


def test_an_error_undoes_what_the_job_wrote(job: Job, server: Server) -> None:
    """A key that is there already fails the job alone."""
    sql(server, "CREATE TABLE log (name text PRIMARY KEY)")
    files(job, "a", "twice", "b")
    work = (
        "    base.execute('INSERT INTO log VALUES (%s)', (name,))\n"
        "    if name == 'twice':\n"
        "        base.execute('INSERT INTO log VALUES (%s)', (name,))\n"
    )

    done = begin(job, server, "--workers", 2, work=work).finish()

    assert done.out.splitlines()[0] == "2 done, 1 failed, 0 left"
    assert done.out.splitlines()[1].startswith("twice: UniqueViolation: duplicate key value")
    assert sql(server, "SELECT name FROM log ORDER BY name") == ["a", "b"]


def test_a_server_that_is_started_anew_costs_no_job(job: Job, server: Server) -> None:
    """The pool connects again; the job that was under way is done again."""
    files(job, "a", "held", "b")
    run = begin(job, server, "--workers", 2, work=HELD)
    run.said("busy")

    server.end()
    server.start()
    (job.folder / "go").touch()
    done = run.finish()

    assert (done.out, done.code) == ("3 done, 0 failed, 0 left\n", 0)
    assert (job.folder / "begun").read_text() == "xx"
    assert rows(server)["held"][2] == 0


def test_a_server_that_stays_away_ends_it(job: Job, server: Server) -> None:
    """Nobody waits for longer than the patience, and the error is seen."""
    files(job, "held")
    run = begin(job, server, work=HELD, PATIENCE="1.0")
    run.said("busy")

    server.end()
    (job.folder / "go").touch()
    done = run.finish(60)

    assert done.err.splitlines()[-1].startswith("psycopg_pool.PoolTimeout: ")
    assert (done.out, done.code) == ("", 1)


def test_a_session_that_is_ended_costs_no_job(job: Job, server: Server) -> None:
    """An administrator's `pg_terminate_backend` in the middle of a job."""
    files(job, "a", "held")
    run = begin(job, server, "--workers", 1, work=HELD)
    run.said("busy")

    ended = sql(
        server,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE state = 'idle in transaction'",
    )
    (job.folder / "go").touch()
    done = run.finish()

    assert ended == ["t"]
    assert (done.out, done.code) == ("2 done, 0 failed, 0 left\n", 0)
    assert (job.folder / "begun").read_text() == "xx"
    assert rows(server)["held"][2] == 0  # the worker went on, and none took its place


def test_a_worker_killed_in_a_statement_leaves_no_session(job: Job, server: Server) -> None:
    """The server would go on with it for ten minutes, and keep the job locked."""
    files(job, "slow", "a")
    run = begin(job, server, "--workers", 1, work=SLOW)
    run.said("busy")
    run.until(lambda: any("pg_sleep" in line for line in sessions(server)))

    os.kill(int((job.folder / "once").read_text()), signal.SIGKILL)
    done = run.finish(60)

    assert (done.out, done.code) == ("2 done, 0 failed, 0 left\n", 0)
    assert (rows(server)["slow"][2], sessions(server)) == (1, [])


def test_ctrl_c_ends_the_sessions_too(job: Job, server: Server) -> None:
    """Workers that are killed in a statement leave it to the server."""
    files(job, "slow")
    run = begin(job, server, work=SLOW)
    run.said("busy")
    run.until(lambda: any("pg_sleep" in line for line in sessions(server)))

    run.send_all(signal.SIGINT)
    done = run.finish(60)

    assert (done.out, done.code) == ("0 done, 0 failed, 1 left\n", 130)
    assert sessions(server) == []


def test_a_deadlock_is_begun_again(job: Job, server: Server) -> None:
    """Two jobs lock two rows in opposite order: one of them loses, and is done all the same."""
    sql(server, "CREATE TABLE till (name text, sum integer)")
    sql(server, "INSERT INTO till VALUES ('a', 0), ('b', 0)")
    files(job, "ab", "ba")
    work = (
        "    open('turns', 'a').write('x')\n"
        "    ends = \"SELECT count(*) FROM job WHERE state = 'done'\"\n"
        "    while Path('turns').read_text() == 'xxx' and not base.execute(ends).fetchone()[0]:\n"
        "        __import__('time').sleep(0.01)  # the winner has to end first\n"
        "    for letter in name:\n"
        "        base.execute('UPDATE till SET sum = sum + 1 WHERE name = %s', (letter,))\n"
        "        Path('has ' + letter).touch()\n"
        "        while not (os.path.exists('has a') and os.path.exists('has b')):\n"
        "            __import__('time').sleep(0.01)  # between two looks\n"
    )

    done = begin(job, server, "--workers", 2, work=work).finish()

    assert (done.out, done.code) == ("2 done, 0 failed, 0 left\n", 0)
    assert sql(server, "SELECT * FROM till ORDER BY name") == ["a|2", "b|2"]
    assert (job.folder / "turns").read_text() == "xxx"


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_lost_race_is_begun_again(job: Job, server: Server, state: str) -> None:
    """In the same worker, and it counts as no try."""
    files(job, "a", "b")
    work = (
        "    open('turns', 'a').write(name)\n"
        "    if len(Path('turns').read_text()) < 4:\n"
        f"        base.execute(\"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$\")\n"
    )

    done = begin(job, server, "--workers", 1, work=work).finish()

    assert (done.out, done.err, done.code) == ("2 done, 0 failed, 0 left\n", "", 0)
    assert (job.folder / "turns").read_text() == "aaaab"
    assert {tries for _, _, tries in rows(server).values()} == {0}


def test_other_errors_of_the_server_are_the_jobs(job: Job, server: Server) -> None:
    """A statement that is cancelled is not begun again."""
    files(job, "a", "b")
    work = (
        "    open('turns', 'a').write(name)\n"
        "    if name == 'a':\n"
        "        base.execute(\"DO $$ BEGIN RAISE SQLSTATE '57014'; END $$\")\n"
    )

    done = begin(job, server, "--workers", 1, work=work).finish()

    assert done.out.startswith("1 done, 1 failed, 0 left\na: QueryCanceled: 57014\\n")
    assert (job.folder / "turns").read_text() == "ab"


def test_one_that_loses_each_time_is_given_up(job: Job, server: Server) -> None:
    """After so many turns its worker ends with the error, as one that crashed."""
    files(job, "never", "b")
    work = (
        "    if name == 'never':\n"
        "        open('turns', 'a').write('x')\n"
        "        base.execute(\"DO $$ BEGIN RAISE SQLSTATE '40001'; END $$\")\n"
    )

    done = begin(job, server, "--workers", 1, work=work, TURNS="3").finish()

    assert (done.out, done.code) == ("1 done, 1 failed, 0 left\nnever: crashed\n", 1)
    assert "psycopg.errors.SerializationFailure: 40001" in done.err
    assert (job.folder / "turns").read_text() == "x" * 6


def test_workers_that_all_die_end_it(job: Job, server: Server) -> None:
    """It does not start new ones for ever, and reports what came of the jobs."""
    files(job, *"abcdefgh")

    done = begin(job, server, work="    os._exit(7)\n", DEATHS="2").finish()

    assert done.err.splitlines()[-1] == "RuntimeError: one worker after another dies"
    assert done.out.startswith("0 done, ")
    assert done.code == 1


def test_so_many_deaths_do_not_end_it(job: Job, server: Server) -> None:
    """Two of two are borne, and the job that they cost is done."""
    files(job, "a")
    work = (
        "    open('turns', 'a').write('x')\n"
        "    if len(Path('turns').read_text()) < 3:\n        os._exit(7)\n"
    )

    done = begin(job, server, "--workers", 1, work=work, DEATHS="2", TRIES="9").finish()

    assert (done.out, done.err, done.code) == ("1 done, 0 failed, 0 left\n", "", 0)
    assert rows(server)["a"][2] == 2


def test_all_workers_have_ended_when_it_reports(job: Job, server: Server) -> None:
    """They are killed in the middle of their jobs, and waited for."""
    files(job, "held", "b")
    begin_one, report = "                team[one].start()\n", "        lines = ask(address, report"
    edits = {
        WORK: HELD + WORK,
        "told: list[int] = []\n": "told: list[int] = []\npids = []\n",
        begin_one: f"{begin_one}                pids.append(team[one].pid)\n",
        report: "        print(len(pids), [n for n in pids if Path(f'/proc/{n}').exists()])\n"
        + report,
    }
    call = "names.txt", address(server), "--workers", 1
    run = job.start("fill_postgres", *call, edits=edits)
    run.said("busy")

    run.send(signal.SIGTERM)

    assert run.finish(60).out.splitlines()[0] == "1 []"


def test_work_may_not_start_processes_of_multiprocessing(job: Job, server: Server) -> None:
    """They would be left behind by a worker that is killed."""
    files(job, "a")

    done = begin(job, server, work="    Process().start()\n").finish()

    assert done.out.splitlines()[1].startswith("a: AssertionError: daemonic processes")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_and_the_next_run_goes_on(job: Job, server: Server, number: int) -> None:
    """What is done stays done, what was under way is done again."""
    files(job, "a", "held")
    run = begin(job, server, "--workers", 1, work=HELD)
    run.said("busy")

    (run.send if number == signal.SIGKILL else run.send_all)(number)
    ended = run.finish(30)
    (job.folder / "go").touch()
    again = begin(job, server).finish()

    if number == signal.SIGKILL:
        assert ended.code == -number
    else:
        assert (ended.out, ended.code) == ("1 done, 0 failed, 1 left\n", 128 + number)
    assert (again.out, again.code) == ("2 done, 0 failed, 0 left\n", 0)


def test_two_programs_share_one_table(job: Job, server: Server) -> None:
    """At the same time, on one machine or on two; each job is done by one of them."""
    sql(server, "CREATE TABLE log (name text, pid text)")
    files(job, "held", *[f"{n:03}" for n in range(40)])
    work = f"{HELD}    base.execute('INSERT INTO log VALUES (%s, %s)', (name, str(os.getppid())))\n"
    first = begin(job, server, "--workers", 1, work=work)
    first.said("busy")

    second = begin(job, server, "--workers", 2, work=work).finish()
    (job.folder / "go").touch()
    done = first.finish()

    assert (second.out, second.code) == ("40 done, 0 failed, 1 left\n", 0)
    assert (done.out, done.code) == ("41 done, 0 failed, 0 left\n", 0)
    assert sql(server, "SELECT count(*), count(DISTINCT name) FROM log") == ["41|41"]


def test_run_again_it_does_what_failed(job: Job, server: Server) -> None:
    """And what is new on the list."""
    files(job, "a", "lost")
    first = begin(job, server).finish()
    files(job, "a", "lost", "b")
    (job.folder / "a").unlink()
    (job.folder / "lost").touch()

    second = begin(job, server).finish()

    assert first.out.splitlines()[0] == "1 done, 1 failed, 0 left"
    assert (second.out, second.code) == ("3 done, 0 failed, 0 left\n", 0)


def test_no_job_and_wrong_calls(job: Job, server: Server) -> None:
    """An empty list is a report with zeros; each worker takes one of the server's connections."""
    files(job)
    none = begin(job, server).finish()
    codes = [begin(job, server, "--workers", workers).finish().code for workers in (0, 20)]

    assert (none.out, none.code, codes) == ("0 done, 0 failed, 0 left\n", 0, [2, 2])
