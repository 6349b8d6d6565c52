# /// script
# requires-python = ">=3.14"
# dependencies = ["psycopg[binary]", "psycopg-pool", "pyperf"]
# [tool.sample]
# stage = "postgres_server"
# ///
"""How long a row takes to reach a PostgreSQL table, by the rows of a
transaction, and a job in a plain loop and from a queue of the table."""

import time
from collections.abc import Callable
from functools import partial
from multiprocessing import Barrier, Process
from multiprocessing.synchronize import Barrier as Gate

import psycopg
from pyperf import Runner

ROWS, JOBS, WORKERS = 1_000, 100, 4
WAIT = 0.005  # seconds of a job that waits
SERVER = ["PGHOST", "PGUSER"]
Way = Callable[[psycopg.Connection, int], None]

TABLES = """
DROP TABLE IF EXISTS page, job;
CREATE TABLE page (number integer);
CREATE TABLE job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state text NOT NULL, result text);
CREATE INDEX open_job ON job (id) WHERE state = 'open';
"""
OPEN = """
INSERT INTO job (state) SELECT 'open' FROM generate_series(1, %s)
"""
INSERT = "INSERT INTO page VALUES (%s)"
CLAIM = """
SELECT id FROM job WHERE state = 'open'
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
FINISH = "UPDATE job SET state = 'done', result = %s WHERE id = %s"


def work(number: int, wait: float) -> str:
    if wait:
        time.sleep(wait)  # stands for an answer from elsewhere
    return f"answer {number}"


def insert(base: psycopg.Connection, rows: int, each: int) -> None:
    for first in range(0, rows, each):
        some = range(first, min(first + each, rows))
        base.cursor().executemany(INSERT, [(n,) for n in some])
        base.commit()


def copy(base: psycopg.Connection, rows: int, each: int) -> None:
    for first in range(0, rows, each):
        with base.cursor().copy("COPY page FROM STDIN") as pipe:
            for number in range(first, min(first + each, rows)):
                pipe.write_row((number,))
        base.commit()


def loop(base: psycopg.Connection, jobs: int, wait: float) -> None:
    for number in range(1, jobs + 1):
        base.execute(FINISH, (work(number, wait), number))
        base.commit()


def queue(
    base: psycopg.Connection, _: int, each: int, wait: float
) -> None:
    while found := base.execute(CLAIM, (each,)).fetchall():
        done = [(work(number, wait), number) for (number,) in found]
        base.cursor().executemany(FINISH, done)
        base.commit()


def serve(gate: Gate, way: Way, size: int) -> None:
    with psycopg.connect() as base:
        base.execute(CLAIM, (0,))
        base.rollback()
        gate.wait(60)
        gate.wait(60)
        way(base, size)
        gate.wait(60)


def seconds(loops: int, way: Way, size: int, workers: int) -> float:
    """For each row or job; connections are there before."""
    with psycopg.connect(autocommit=True) as base:
        base.execute(TABLES)
        base.execute(OPEN, (size * loops,))
        base.execute("ANALYZE")
    gate = Barrier(workers + 1)
    args = gate, way, size * loops
    team = [Process(target=serve, args=args) for _ in range(workers)]
    for one in team:
        one.start()
    gate.wait(60)
    begin = time.perf_counter()
    gate.wait(60)
    gate.wait(60)
    spent = time.perf_counter() - begin
    for one in team:
        one.join(60)
    return spent / size


def main() -> None:
    runner = Runner(processes=3, values=3, loops=1)
    runner.argparser.set_defaults(inherit_environ=SERVER)
    each, hundred = partial(insert, each=1), partial(insert, each=100)
    short = partial(queue, each=1, wait=0)
    batch = partial(queue, each=100, wait=0)
    alone = partial(loop, wait=WAIT)
    taken = partial(queue, each=1, wait=WAIT)
    for name, way, size, workers in (
        ("row each", each, ROWS, 1),
        ("hundred each", hundred, ROWS, 1),
        ("hundred by COPY", partial(copy, each=100), ROWS, 1),
        ("short job each", short, ROWS, 1),
        ("hundred short jobs each", batch, ROWS, 1),
        ("plain loop", alone, JOBS, 1),
        ("four workers", taken, JOBS, WORKERS),
    ):
        runner.bench_time_func(name, seconds, way, size, workers)


if __name__ == "__main__":
    main()
