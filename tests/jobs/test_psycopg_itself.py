"""What the page on PostgreSQL says of psycopg and the server alone, held to a server here."""

from __future__ import annotations

import textwrap

import pytest

from snippets.jobs.stages.postgres_server import Server
from tests.jobs.conftest import Job
from tests.jobs.postgres import WITH_WHEEL, address, long_server, server, sql

__all__ = ["long_server", "server"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
PYTHONS = WITH_WHEEL

HEAD = """\
import os, sys
from threading import Thread

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

address = sys.argv[1]

def of(error):
    return f"{type(error).__name__}: {error}".splitlines()[0]

"""


def said(job: Job, server: Server, text: str) -> list[str]:
    """The lines that a text with psycopg prints."""
    source = HEAD + textwrap.dedent(text)
    done = job.start_text("fill_postgres", source, address(server)).finish()
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_a_connection_from_before_a_fork_mixes_up_answers(job: Job, server: Server) -> None:
    """The parent gets what the child has asked for, and no error."""
    lines = said(
        job,
        server,
        """
        base = psycopg.connect(address, autocommit=True)
        base.execute("SELECT 1")
        if not os.fork():
            base.pgconn.send_query(b"SELECT 'for the child'")
            while base.pgconn.flush():
                pass
            os._exit(0)
        os.wait()
        print(base.execute("SELECT 'for the parent'").fetchone()[0], flush=True)
        os._exit(0)
        """,
    )

    assert lines == ["for the child"]


def test_a_child_that_closes_it_ends_the_parents(job: Job, server: Server) -> None:
    """To the server they are one session."""
    lines = said(
        job,
        server,
        """
        base = psycopg.connect(address)
        base.execute("SELECT 1")
        if not os.fork():
            base.close()
            os._exit(0)
        os.wait()
        try:
            base.execute("SELECT 2")
        except psycopg.OperationalError as error:
            print("lost", base.closed)
        """,
    )

    assert lines == ["lost True"]


def test_too_many_are_refused_and_a_pool_waits(job: Job, server: Server) -> None:
    """The server queues nobody; the pool does, for as long as it was told."""
    lines = said(
        job,
        server,
        """
        with ConnectionPool(address, min_size=1, max_size=1, timeout=0.5) as pool:
            with pool.connection():
                try:
                    pool.getconn()
                except PoolTimeout as error:
                    print(of(error))
        held = []
        try:
            while True:
                held.append(psycopg.connect(address))
        except psycopg.OperationalError as error:
            print(str(error).rpartition("FATAL:")[2].strip())
        with ConnectionPool(address, min_size=1, timeout=30) as pool:
            thread = Thread(target=held.pop().close)
            thread.start()
            with pool.connection() as base:
                print("served")
        """,
    )

    assert lines == [
        "PoolTimeout: couldn't get a connection after 0.50 sec",
        "sorry, too many clients already",
        "served",
    ]


def test_of_a_deadlock_one_is_ended_and_one_goes_on(job: Job, server: Server) -> None:
    """With state 40P01, after the server's deadlock_timeout."""
    sql(server, "CREATE TABLE till (name text, sum integer)")
    sql(server, "INSERT INTO till VALUES ('a', 0), ('b', 0)")
    lines = said(
        job,
        server,
        """
        from threading import Barrier
        both, told = Barrier(2, timeout=60), []

        def add(names):
            try:
                with psycopg.connect(address) as base:
                    for name in names:
                        base.execute("UPDATE till SET sum = sum + 1 WHERE name = %s", (name,))
                        if name == names[0]:
                            both.wait()
                told.append("good")
            except psycopg.OperationalError as error:
                told.append(error.sqlstate)

        threads = [Thread(target=add, args=(names,)) for names in ("ab", "ba")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(*sorted(told))
        """,
    )

    assert lines == ["40P01 good"]
    assert sql(server, "SELECT sum FROM till") == ["1", "1"]


def test_without_skip_locked_the_second_waits(job: Job, server: Server) -> None:
    """With it he gets the next row, and none where all are locked."""
    sql(server, "CREATE TABLE job (id integer)")
    sql(server, "INSERT INTO job VALUES (1), (2)")
    lines = said(
        job,
        server,
        """
        ask = "SELECT id FROM job ORDER BY id LIMIT 1 FOR UPDATE"
        first, second, third = (psycopg.connect(address) for _ in range(3))
        print(first.execute(ask).fetchone())
        print(second.execute(ask + " SKIP LOCKED").fetchone())
        print(third.execute(ask + " SKIP LOCKED").fetchone())
        third.execute("SET lock_timeout = 100")
        try:
            third.execute(ask)
        except psycopg.OperationalError as error:
            print(type(error).__name__)
        """,
    )

    assert lines == ["(1,)", "(2,)", "None", "LockNotAvailable"]


def test_select_then_update_takes_a_job_twice(job: Job, server: Server) -> None:
    """Both have read the same row before either writes."""
    sql(server, "CREATE TABLE job (id integer, owner integer)")
    sql(server, "INSERT INTO job VALUES (1, NULL), (2, NULL)")
    lines = said(
        job,
        server,
        """
        both = [psycopg.connect(address) for _ in range(2)]
        ask = "SELECT id FROM job WHERE owner IS NULL ORDER BY id LIMIT 1"
        taken = [base.execute(ask).fetchone()[0] for base in both]
        for base, one in zip(both, taken):
            base.execute("UPDATE job SET owner = 1 WHERE id = %s", (one,))
            base.commit()
        print(*taken)
        """,
    )

    assert lines == ["1 1"]


def test_a_dead_clients_statement_runs_on(job: Job, server: Server) -> None:
    """The server looks for its client when the statement has ended, and then it is gone."""
    lines = said(
        job,
        server,
        """
        import signal
        watch = psycopg.connect(address, autocommit=True)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            own = psycopg.connect(address)
            os.write(writer, b"%d\\n" % own.info.backend_pid)
            own.execute("SELECT pg_sleep(600)")
        backend = int(os.read(reader, 20))
        state = "SELECT state FROM pg_stat_activity WHERE pid = %s AND query LIKE '%%sleep%%'"
        while watch.execute(state, (backend,)).fetchone() != ("active",):
            pass
        os.kill(child, signal.SIGKILL)
        os.wait()
        print(watch.execute(state, (backend,)).fetchone())
        print(watch.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,)).fetchone())
        print(watch.execute(state, (backend,)).fetchone())
        """,
    )

    assert lines == ["('active',)", "(True,)", "None"]


def test_an_open_transaction_holds_up_vacuum(job: Job, server: Server) -> None:
    """Old rows of any table stay while it lasts, and go when it has ended."""
    sql(server, "CREATE TABLE job (id integer); CREATE TABLE other (id integer)")
    sql(server, "INSERT INTO job VALUES (1); INSERT INTO other SELECT generate_series(1, 100)")
    lines = said(
        job,
        server,
        """
        import re
        long = psycopg.connect(address)
        base = psycopg.connect(address, autocommit=True)
        told = []
        base.add_notice_handler(lambda one: told.append(one.message_primary))

        def removed():
            told.clear()
            base.execute("VACUUM (VERBOSE) other")
            print(*re.findall(r"tuples: ([0-9]+) removed", " ".join(told)))

        long.execute("SELECT id FROM job FOR UPDATE")
        base.execute("UPDATE other SET id = id + 1")
        removed()
        long.commit()
        removed()
        """,
    )

    assert lines == ["0", "100"]
