# /// script
# dependencies = ["psycopg[binary]", "psycopg-pool"]
# [tool.sample]
# stage = "postgres_server"
# status = 1
# [tool.sample.grow]
# items = "names"
# workers = "WORKERS"
# invariant = "[0-9]+ done, [01] failed, 0 left"
# ///
"""Several processes take jobs from a PostgreSQL table, each in the
transaction that does it, and no lost worker or server costs a job."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, MutableSequence
from hashlib import sha256
from multiprocessing import Array, Process, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg_pool import ConnectionPool, PoolTimeout

WORKERS = 4
PATIENCE = 30.0  # seconds that one waits for a connection
TURNS = 5  # of a transaction that has to begin again
TRIES = 2  # of a job whose worker dies
DEATHS = 20  # of workers, after which it is not the jobs' fault
AGAIN = (SerializationFailure, DeadlockDetected)
Numbers = MutableSequence[int]
told: list[int] = []

TABLE = """
SELECT pg_advisory_xact_lock(1);
CREATE TABLE IF NOT EXISTS job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text UNIQUE NOT NULL,
    state text NOT NULL DEFAULT 'open',
    tries integer NOT NULL DEFAULT 0,
    result text);
CREATE INDEX IF NOT EXISTS open_job ON job (id) WHERE state = 'open';
UPDATE job SET state = 'open', tries = 0 WHERE state = 'failed'
"""
INSERT = "INSERT INTO job (name) VALUES (%s) ON CONFLICT DO NOTHING"
CLAIM = """
SELECT id, name FROM job WHERE state = 'open' AND id <> ALL (%s)
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
FINISH = "UPDATE job SET state = %s, result = %s WHERE id = %s"
END = "SELECT pg_terminate_backend(%s, 5000)"
CHARGE = """
UPDATE job SET tries = tries + 1, result = 'crashed',
    state = CASE WHEN tries + 1 < %s THEN 'open' ELSE 'failed' END
WHERE id = (SELECT id FROM job WHERE id = %s AND state = 'open'
    FOR UPDATE SKIP LOCKED)
"""
COUNT = "SELECT count(*) FROM job WHERE state = %s"
FAILED = """
SELECT name, result FROM job WHERE state = 'failed' ORDER BY id
"""


def work(name: str, base: psycopg.Connection) -> str:
    """The job itself: put your own in its place.

    What it writes through `base` stands or falls with the job.
    """
    return sha256(Path(name).read_bytes()).hexdigest()


def connect(address: str) -> ConnectionPool:
    """For one process, after it has started: one connection."""
    check = ConnectionPool.check_connection
    return ConnectionPool(
        address, min_size=1, max_size=1, timeout=PATIENCE, check=check
    )


def whole(
    pool: ConnectionPool, step: Callable[..., Any], *args: Any
) -> Any:
    """Do a step in one transaction, and begin that again if it lost a
    deadlock, a race or the server."""
    for left in reversed(range(TURNS)):
        try:
            with pool.connection() as base:
                return step(base, *args)
        except PoolTimeout:
            raise
        except Exception as error:
            again = isinstance(error, AGAIN) or base.closed
            if not (again and left):
                raise


def serve(address: str, me: int, jobs: Numbers, ends: Numbers) -> None:
    """What a worker does: one job after another, until none is free."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    with connect(address) as pool:
        while whole(pool, do_one, me, jobs, ends):
            pass


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def do_one(
    base: psycopg.Connection, me: int, jobs: Numbers, ends: Numbers
) -> bool:
    """Take a job, do it, and write what came of it."""
    jobs[me], ends[me] = 0, base.info.backend_pid
    claimed = base.execute(CLAIM, (list(jobs),)).fetchone()
    if claimed is None:
        return False
    jobs[me], name = claimed
    try:
        with base.transaction():  # an error undoes this much
            result = work(name, base)
            base.execute(FINISH, ("done", result, jobs[me]))
    except BaseException as error:
        if isinstance(error, AGAIN) or base.closed:
            raise
        text = shown(f"{type(error).__name__}: {error}")
        base.execute(FINISH, ("failed", text, jobs[me]))
    return True


def work_all(address: str, workers: int) -> bool:
    """Keep workers at work until no job is free, and report."""
    jobs = Array("q", workers, lock=False)  # what each has in hand
    ends = Array("q", workers, lock=False)
    due, deaths = set(range(workers)), 0
    team: dict[int, Process] = {}
    try:
        while not told and (due or team):
            while due:
                args = (address, one := due.pop(), jobs, ends)
                team[one] = Process(target=serve, args=args)
                team[one].daemon = True
                team[one].start()
            wait([each.sentinel for each in team.values()], timeout=0.5)
            for one in [n for n in team if not team[n].is_alive()]:
                if team.pop(one).exitcode or jobs[one]:
                    due.add(one)
                    ask(address, bury, jobs[one], ends[one])
                    jobs[one] = 0  # now others may take it
                    deaths += 1
            if deaths > DEATHS:
                raise RuntimeError("one worker after another dies")
    finally:
        for process in team.values():
            if process.pid:
                process.kill()
                process.join()
        lines = ask(address, report, *[ends[one] for one in team])
        print("\n".join(lines))
    return len(lines) > 1


def bury(base: psycopg.Connection, job: int, end: int) -> None:
    """End the session of a worker that died, and count the try."""
    base.execute(END, (end,))
    base.execute(CHARGE, (TRIES, job))


def ask(address: str, step: Callable[..., Any], *args: int) -> Any:
    """The parent keeps no connection: a fork would copy it."""
    with connect(address) as pool:
        return whole(pool, step, *args)


def report(base: psycopg.Connection, *left: int) -> list[str]:
    """How many jobs are done, failed and left, and what failed."""
    for end in left:
        base.execute(END, (end,))
    states = [(state,) for state in ("done", "failed", "open")]
    found = [
        base.execute(COUNT, one).fetchall()[0][0] for one in states
    ]
    lines = ["{} done, {} failed, {} left".format(*found)]
    for name, result in base.execute(FAILED):
        lines.append(shown(f"{name}: {result}"))
    return lines


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def stop(number: int, _: object) -> None:
    told.append(number)  # an exception could lose a worker that starts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path, help="a job on each line")
    parser.add_argument("address", help="postgresql://user@host/base")
    parser.add_argument("--workers", type=int, default=WORKERS)
    args = parser.parse_args()
    names = [(name,) for name in args.names.read_text().splitlines()]
    with psycopg.connect(args.address) as base:
        found = base.execute("SHOW max_connections").fetchall()
        if not 0 < args.workers < int(found[0][0]):
            parser.error(f"workers: 1 or more, below {found[0][0]}")
        base.execute(TABLE)
        base.cursor().executemany(INSERT, names)
        left = base.execute(COUNT, ["open"]).fetchall()[0][0]
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    failed = work_all(args.address, min(args.workers, left))
    sys.exit(128 + told[0] if told else failed)


if __name__ == "__main__":
    main()
