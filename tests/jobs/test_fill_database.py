"""A database from many workers: `jobs/fill_database`, and what its page says of SQLite."""

from __future__ import annotations

import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from snippets.jobs import fill_database
from tests.jobs.conftest import Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

WORK = "    return sha256(Path(name).read_bytes()).hexdigest()\n"


def files(job: Job, *names: str) -> None:
    """The list of names, and a file for each that is not lost."""
    for name in names:
        if "lost" not in name:
            (job.folder / name).write_text(f"This is {name}.")
    (job.folder / "names.txt").write_text("\n".join(names))


def rows(job: Job) -> dict[str, tuple[str, str, int]]:
    """What stands in the database: state, result and tries of each name."""
    with closing(sqlite3.connect(job.folder / "sums.db", timeout=30)) as base:
        asked = base.execute("SELECT name, state, result, tries FROM job")
        return {name: (state, result, tries) for name, state, result, tries in asked}


@pytest.mark.parametrize("workers", [1, 4])
def test_each_job_is_done_once(job: Job, workers: int) -> None:
    """Whatever the number of workers; a name that stands there twice is one job."""
    names = [f"{n:03}" for n in range(120)]
    files(job, *names, "lost", "000")

    done = job.run("fill_database", "names.txt", "sums.db", "--workers", workers)

    assert done.err == ""
    assert done.out.splitlines()[0] == "120 done, 1 failed, 0 left"
    assert done.out.splitlines()[1].startswith("lost: FileNotFoundError")
    assert done.code == 1
    sums = {name: sha256(f"This is {name}.".encode()).hexdigest() for name in names}
    assert {n: r for n, r in rows(job).items() if n != "lost"} == {
        name: ("done", total, 1) for name, total in sums.items()
    }


def test_a_job_that_kills_its_worker_costs_itself(job: Job) -> None:
    """It is tried twice; whatever else a job raises is written beside its name."""
    files(job, *"abcdef", "kill", "odd")
    edits = {
        WORK: "    if name == 'kill':\n        os.kill(os.getpid(), 9)\n"
        f"    if name == 'odd':\n        raise KeyboardInterrupt\n{WORK}"
    }

    done = job.run("fill_database", "names.txt", "sums.db", "--workers", 3, edits=edits)

    assert done.out.splitlines() == [
        "6 done, 2 failed, 0 left",
        "kill: crashed",
        "odd: KeyboardInterrupt: ",
    ]
    assert rows(job)["kill"][2] == 2


def test_a_worker_killed_in_a_transaction_leaves_it_undone(job: Job) -> None:
    """The row is free again, and is taken by the next worker."""
    files(job, *"abcdef")
    claim = "                claimed = base.execute(CLAIM, (os.getpid(),)).fetchone()\n"
    edits = {
        claim: f"{claim}                if not os.path.exists('once'):\n"
        "                    Path('once').touch()\n                    os.kill(os.getpid(), 9)\n"
    }

    done = job.run("fill_database", "names.txt", "sums.db", "--workers", 1, edits=edits)

    assert (done.out, done.code) == ("6 done, 0 failed, 0 left\n", 0)
    assert {tries for _, _, tries in rows(job).values()} == {1}


def test_workers_that_all_die_end_it(job: Job) -> None:
    """It does not start new ones for ever, and reports what came of the jobs."""
    files(job, *"abcdefgh")
    edits = {"DEATHS = 20": "DEATHS = 2", WORK: f"    os._exit(7)\n{WORK}"}

    done = job.run("fill_database", "names.txt", "sums.db", edits=edits)

    assert done.err.splitlines()[-1] == "RuntimeError: one worker after another dies"
    assert done.out.startswith("0 done, ")
    assert done.code == 1


def test_it_gives_up_at_the_death_after_so_many(job: Job) -> None:
    """Each counts that has another status than 0, whatever came of its job."""
    files(job, *"abcdefgh")
    edits = {"DEATHS = 20": "DEATHS = 2", WORK: f"    os._exit(1)\n{WORK}"}

    done = job.run("fill_database", "names.txt", "sums.db", "--workers", 1, edits=edits)

    assert done.err.splitlines()[-1] == "RuntimeError: one worker after another dies"
    assert sum(tries for _, _, tries in rows(job).values()) == 3


def test_a_worker_that_ends_well_is_no_death(job: Job) -> None:
    """With no patience for deaths at all, good jobs are done."""
    files(job, *"abc")

    done = job.run("fill_database", "names.txt", "sums.db", edits={"DEATHS = 20": "DEATHS = 0"})

    assert (done.out, done.err, done.code) == ("3 done, 0 failed, 0 left\n", "", 0)


def test_work_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a worker that is killed."""
    files(job, "a")

    done = job.run(
        "fill_database", "names.txt", "sums.db", edits={WORK: f"    Process().start()\n{WORK}"}
    )

    assert done.out.splitlines()[1].startswith("a: AssertionError: daemonic processes")


def test_what_fails_in_a_transaction_is_undone(tmp_path: Path) -> None:
    """And the connection can be used for the next one."""
    with closing(fill_database.connect(tmp_path / "sums.db")) as base:
        base.execute(fill_database.TABLE)

        with pytest.raises(KeyboardInterrupt), fill_database.writing(base):
            base.execute(fill_database.INSERT, ("a",))
            raise KeyboardInterrupt
        with fill_database.writing(base):
            base.execute(fill_database.INSERT, ("b",))

        assert base.execute("SELECT name FROM job").fetchall() == [("b",)]


def test_the_list_is_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All names, in one transaction; without --workers there are four."""
    said, given = list[str](), list[int]()
    connect = fill_database.connect

    def traced(path: Path) -> sqlite3.Connection:
        base = connect(path)
        base.set_trace_callback(said.append)
        return base

    (tmp_path / "names.txt").write_text("a\nb\nc\n")
    words = ["fill_database.py", str(tmp_path / "names.txt"), str(tmp_path / "sums.db")]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(fill_database, "connect", traced)
    monkeypatch.setattr(fill_database, "work_all", lambda *args: given.append(args[2]))
    with pytest.raises(SystemExit):
        fill_database.main()

    kinds = [words.split()[0] for words in said]
    assert kinds[kinds.index("BEGIN") : kinds.index("COMMIT")].count("INSERT") == 3
    assert given == [4]


def test_a_signal_ends_as_many_workers_as_were_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are killed and waited for, so that nobody writes while the report is made."""
    done = list[str]()

    class Still:
        """A process that goes on."""

        pid, sentinel, daemon = 1, -1, False

        def __init__(self, **_: object) -> None:
            pass

        def is_alive(self) -> bool:
            return True

        def start(self) -> None:
            done.append("start")

        def kill(self) -> None:
            done.append("kill")

        def join(self) -> None:
            done.append("join")

    monkeypatch.setattr(fill_database, "Process", Still)
    monkeypatch.setattr(fill_database, "told", [])
    monkeypatch.setattr(fill_database, "wait", lambda *_, timeout: fill_database.told.append(2))
    with closing(fill_database.connect(tmp_path / "sums.db")) as base:
        base.execute(fill_database.TABLE)
        base.executemany(fill_database.INSERT, [(name,) for name in "abcdef"])
        fill_database.work_all(base, tmp_path / "sums.db", 2)

    assert done == ["start", "start", "kill", "join", "kill", "join"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_and_the_next_run_goes_on(job: Job, number: int) -> None:
    """What is done stays done, what was under way is done again."""
    files(job, "a", "busy")
    edits = {
        WORK: "    if name == 'busy':\n        os.write(2, b'busy')\n        signal.pause()\n"
        + WORK
    }
    run = job.start("fill_database", "names.txt", "sums.db", "--workers", 1, edits=edits)
    run.said("busy")

    (run.send if number == signal.SIGKILL else run.send_all)(number)
    ended = run.finish(30)
    again = job.run("fill_database", "names.txt", "sums.db")

    if number == signal.SIGKILL:
        assert ended.code == -number
    else:
        assert (ended.out, ended.code) == ("1 done, 0 failed, 1 left\n", 128 + number)
    assert (again.out, again.code) == ("2 done, 0 failed, 0 left\n", 0)


def test_run_again_it_does_what_failed(job: Job) -> None:
    """And what is new on the list."""
    files(job, "a", "lost")
    first = job.run("fill_database", "names.txt", "sums.db")
    files(job, "a", "lost", "b")
    (job.folder / "a").unlink()

    second = job.run("fill_database", "names.txt", "sums.db")

    assert first.out.splitlines()[0] == "1 done, 1 failed, 0 left"
    assert second.out.splitlines()[0] == "2 done, 1 failed, 0 left"


def test_no_job_and_wrong_calls(job: Job) -> None:
    """An empty list is a report with zeros."""
    files(job)
    none = job.run("fill_database", "names.txt", "sums.db")
    wrong = job.run("fill_database", "names.txt", "sums.db", "--workers", 0)

    assert (none.out, none.code, wrong.code) == ("0 done, 0 failed, 0 left\n", 0, 2)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """Two connections to one database, each with half a minute of patience."""
    first, second = (
        sqlite3.connect(tmp_path / "pair.db", timeout=30, isolation_level=None) for _ in range(2)
    )
    first.execute("PRAGMA journal_mode = WAL")
    first.execute("CREATE TABLE count (n)")
    first.execute("INSERT INTO count VALUES (0)")
    yield first, second
    first.close()
    second.close()


def test_read_then_write_is_refused_at_once(
    pair: tuple[sqlite3.Connection, sqlite3.Connection],
) -> None:
    """In spite of a timeout: what was read is old, and no waiting makes it new."""
    first, second = pair
    first.execute("BEGIN")
    first.execute("SELECT n FROM count").fetchone()
    second.execute("BEGIN IMMEDIATE")
    second.execute("UPDATE count SET n = n + 1")
    second.execute("COMMIT")

    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        first.execute("UPDATE count SET n = n + 1")


def test_begin_immediate_waits_for_its_turn(
    pair: tuple[sqlite3.Connection, sqlite3.Connection],
) -> None:
    """The writer before it ends, and it reads what that has written."""
    first, second = pair
    second.execute("PRAGMA busy_timeout = 0")
    first.execute("BEGIN IMMEDIATE")
    first.execute("UPDATE count SET n = n + 1")
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        second.execute("BEGIN IMMEDIATE")
    first.execute("COMMIT")

    second.execute("BEGIN IMMEDIATE")

    assert second.execute("SELECT n FROM count").fetchone() == (1,)


def test_a_second_writer_waits_for_its_timeout(tmp_path: Path) -> None:
    """Five seconds by default; then it is refused, and so with check_same_thread=False."""
    path = tmp_path / "jobs.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as first:
        assert first.execute("PRAGMA busy_timeout").fetchone() == (5000,)
        first.execute("BEGIN IMMEDIATE")
        second = sqlite3.connect(path, timeout=0.1, check_same_thread=False)
        with closing(second), pytest.raises(sqlite3.OperationalError, match="database is locked"):
            second.execute("CREATE TABLE t (n)")
