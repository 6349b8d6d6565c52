"""A PostgreSQL server for the tests of a job, and a way to ask it without a package."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

from snippets.jobs.stages.postgres_server import Server, missing, running

#: The Pythons for which psycopg has a wheel, of those that jobs are tried on.
WITH_WHEEL = ("3.11", "3.14", "3.15")


def address(server: Server) -> str:
    """The address that a program is given."""
    return f"postgresql://postgres@/postgres?host={server.folder}"


def sql(server: Server, text: str) -> list[str]:
    """The lines that the server's own client prints for a statement, `|` between the columns."""
    words = ["psql", "-h", str(server.folder), "-U", "postgres", "-d", "postgres", "-AtXq"]
    done = subprocess.run(
        [server.programs / words[0], *words[1:], "-v", "ON_ERROR_STOP=1", "-c", text],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def sessions(server: Server) -> list[str]:
    """What the sessions of others do."""
    others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
    return sql(server, f"SELECT state, query FROM pg_stat_activity WHERE {others}")


@pytest.fixture(scope="session")
def long_server() -> Iterator[Server]:
    """A server for all tests of this process; the start takes a second."""
    if why := missing():
        if os.environ.get("CI"):
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    with running() as server:
        yield server


@pytest.fixture
def server(long_server: Server) -> Server:
    """That server, without a table."""
    if long_server.process.poll() is not None:
        long_server.start()
    sql(
        long_server,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    sql(long_server, "DROP SCHEMA public CASCADE")
    sql(long_server, "CREATE SCHEMA public")
    return long_server
