"""What the page on a database says besides, held to the program and to SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from snippets.jobs.fill_database import CLAIM, FINISH, RESET, TABLE, connect, writing
from tests.jobs.conftest import Job
from tests.jobs.test_fill_database import WORK, files, rows

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The program's own connection to a database with 300 open jobs."""
    with closing(connect(tmp_path / "jobs.db")) as made:
        made.execute(TABLE)
        made.executemany("INSERT INTO job(name) VALUES (?)", [(str(n),) for n in range(300)])
        yield made


def test_a_hundred_jobs_are_claimed_by_in_and_not_by_equals(base: sqlite3.Connection) -> None:
    """With `=` the limit is one, whatever it says; with `IN` all is done in one transaction."""
    by_equals = CLAIM.replace("LIMIT 1)", "LIMIT 100)")
    by_in = by_equals.replace("name = (SELECT", "name IN (SELECT")
    assert CLAIM != by_equals != by_in

    assert len(base.execute(by_equals, (1,)).fetchall()) == 1
    with writing(base):
        names = base.execute(by_in, (1,)).fetchall()
        base.executemany(FINISH, [("done", "", name) for (name,) in names])

    done = base.execute("SELECT count(*) FROM job WHERE state = 'done'").fetchone()
    assert (len(names), done) == (100, (100,))


def test_old_is_what_has_been_read(base: sqlite3.Connection, tmp_path: Path) -> None:
    """Nobody holds the database, and yet it is refused, by the name of what was read."""
    base.execute("BEGIN")
    base.execute("SELECT count(*) FROM job").fetchone()
    with closing(connect(tmp_path / "jobs.db")) as other:
        other.execute("UPDATE job SET owner = 2")

    with pytest.raises(sqlite3.OperationalError) as caught:
        base.execute("UPDATE job SET owner = 1")

    assert caught.value.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT"
    base.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("reads", "ends"),
    [
        (["BEGIN", "SELECT * FROM job"], "at once"),
        (["SELECT * FROM job"], "at once"),
        (["BEGIN"], "in turn"),
        (["SELECT * FROM job LIMIT 1"], "in turn"),
    ],
)
def test_who_has_read_does_not_wait(
    base: sqlite3.Connection, tmp_path: Path, reads: list[str], ends: str
) -> None:
    """While another one writes; a BEGIN, or rows that were read to the end, are no reading."""
    with closing(sqlite3.connect(tmp_path / "jobs.db", timeout=0.1)) as other:
        other.isolation_level = None
        cursors = [other.execute(sql) for sql in reads]
        for cursor in cursors:  # the first of 300 rows, or the only one and its end
            cursor.fetchmany(1 if "LIMIT" not in reads[-1] else 2)
        base.execute("UPDATE job SET owner = 2")  # written meanwhile, and nobody holds the database
        try:
            other.execute("UPDATE job SET owner = 1")
            told = "in turn"
        except sqlite3.OperationalError as error:
            told = "at once"
            assert error.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT"

    assert told == ends


def test_python_begins_none_by_itself(base: sqlite3.Connection, tmp_path: Path) -> None:
    """With `isolation_level=None` a writing statement is a transaction of its own."""
    base.execute("UPDATE job SET owner = 1")
    assert not base.in_transaction
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as usual:
        usual.execute("UPDATE job SET owner = 2")
        assert usual.in_transaction


def test_another_thread_is_refused(base: sqlite3.Connection, tmp_path: Path) -> None:
    """Unless the connection was made with `check_same_thread=False`."""
    told: list[str] = []

    def ask(one: sqlite3.Connection) -> None:
        try:
            told.append(str(one.execute("SELECT 1").fetchone()))
        except sqlite3.ProgrammingError as error:
            told.append(type(error).__name__)

    with closing(sqlite3.connect(tmp_path / "jobs.db", check_same_thread=False)) as free:
        for one in (base, free):
            thread = Thread(target=ask, args=(one,))
            thread.start()
            thread.join(60)

    assert told == ["ProgrammingError", "(1,)"]


def test_a_job_whose_worker_dies_after_it_is_done_again(job: Job) -> None:
    """The work was done, the database does not know it, and so it is done twice."""
    files(job, "abc")
    edits = {
        "            with writing(base):\n                base.execute(FINISH,": "            "
        "if not os.path.exists('dead'):\n                Path('dead').touch()\n"
        "                os.abort()\n"
        "            with writing(base):\n                base.execute(FINISH,",
        WORK: "    open('worked', 'a').write('x')\n" + WORK,
    }

    done = job.run("fill_database", "names.txt", "sums.db", "--workers", 1, edits=edits)

    assert (done.out, done.code) == ("1 done, 0 failed, 0 left\n", 0)
    assert (job.folder / "worked").read_text() == "xx"
    assert rows(job)["abc"][2] == 2


def test_a_second_program_takes_what_the_first_has_in_hand(base: sqlite3.Connection) -> None:
    """At its start it sets everything open that is not done."""
    base.execute(CLAIM, (1,)).fetchall()

    base.execute(RESET)

    assert base.execute("SELECT DISTINCT state FROM job").fetchall() == [("open",)]


def test_deaths_are_counted_over_the_whole_list(job: Job) -> None:
    """Good jobs between them change nothing; the report says what is done, then the error."""
    files(job, "a", "kill 1", "b", "c", "d", "kill 2", "e")
    edits = {
        "DEATHS = 20": "DEATHS = 3",
        WORK: f"    if 'kill' in name:\n        os._exit(7)\n{WORK}",
    }

    done = job.run("fill_database", "names.txt", "sums.db", "--workers", 1, edits=edits)

    states = [state for state, _, _ in rows(job).values()]
    ended = [states.count(state) for state in ("done", "failed", "open")]
    assert done.out.splitlines()[0] == "{} done, {} failed, {} left".format(*ended)
    assert (sum(ended), rows(job)["a"][0], done.code) == (7, "done", 1)
    assert done.err.splitlines()[-1] == "RuntimeError: one worker after another dies"
