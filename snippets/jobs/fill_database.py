# /// script
# [tool.sample]
# stage = "list_of_files"
# status = 1
# ///
"""Several processes take jobs from an SQLite database and write their
results into it, and none of them finds it locked."""

import argparse
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from multiprocessing import Process, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

PATIENCE = 30.0  # seconds that a writer waits for the one before it
TRIES = 2  # of a job whose worker dies
DEATHS = 20  # of workers, after which it is not the jobs' fault
told: list[int] = []  # signals that came

TABLE = """
CREATE TABLE IF NOT EXISTS job (
    name TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'open',
    owner INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    result TEXT)
"""
INSERT = "INSERT OR IGNORE INTO job(name) VALUES (?)"
CLAIM = """
UPDATE job SET state = 'taken', owner = ?, tries = tries + 1
WHERE name = (SELECT name FROM job WHERE state = 'open' LIMIT 1)
RETURNING name
"""
FINISH = "UPDATE job SET state = ?, result = ? WHERE name = ?"
FREE = """
UPDATE job SET owner = NULL, result = 'crashed',
    state = CASE WHEN tries < ? THEN 'open' ELSE 'failed' END
WHERE state = 'taken' AND owner = ?
"""
WRONG = """
SELECT name, result FROM job WHERE state = 'failed' ORDER BY name
"""
RESET = "UPDATE job SET state = 'open', tries = 0 WHERE state != 'done'"


def work(name: str) -> str:
    """The job itself: put your own in its place."""
    return sha256(Path(name).read_bytes()).hexdigest()


def connect(path: Path) -> sqlite3.Connection:
    """For one process and one thread, after it has started."""
    base = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    return base


@contextmanager
def writing(base: sqlite3.Connection) -> Iterator[None]:
    """One short transaction that waits for its turn as it begins."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def serve(path: Path) -> None:
    """What a worker does: claim a job, do it, write what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    with closing(connect(path)) as base:
        while True:
            with writing(base):
                claimed = base.execute(CLAIM, (os.getpid(),)).fetchone()
            if claimed is None:
                return
            try:
                state, result = "done", work(claimed[0])
            except BaseException as error:
                state = "failed"
                result = f"{type(error).__name__}: {error}"
            with writing(base):
                base.execute(FINISH, (state, result, claimed[0]))


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def work_all(
    base: sqlite3.Connection, path: Path, workers: int
) -> None:
    """Keep workers at work until no job is open."""
    team: list[Process] = []
    deaths = 0
    try:
        while not told and ((left := count(base, "open")) or team):
            while len(team) < min(workers, left):
                team.append(Process(target=serve, args=(path,)))
                team[-1].daemon = True
                team[-1].start()
            wait([process.sentinel for process in team], timeout=0.5)
            for process in [one for one in team if not one.is_alive()]:
                team.remove(process)
                deaths += process.exitcode != 0
                with writing(base):
                    base.execute(FREE, (TRIES, process.pid))
            if deaths > DEATHS:
                raise RuntimeError("one worker after another dies")
    finally:
        for process in team:
            if process.pid:
                process.kill()
                process.join()


def count(base: sqlite3.Connection, state: str) -> int:
    asked = "SELECT count(*) FROM job WHERE state = ?"
    return int(base.execute(asked, (state,)).fetchone()[0])


def report(base: sqlite3.Connection) -> int:
    """Print what came of the jobs, and say how many failed."""
    done, failed = count(base, "done"), count(base, "failed")
    left = count(base, "open") + count(base, "taken")
    print(f"{done} done, {failed} failed, {left} left")
    for name, result in base.execute(WRONG):
        print(shown(f"{name}: {result}"))
    return failed


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def stop(number: int, _: object) -> None:
    told.append(number)  # an exception could lose a worker that starts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path, help="a job on each line")
    parser.add_argument("database", type=Path)
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if args.workers < 1:
        parser.error("give a worker or more")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    names = [(name,) for name in args.names.read_text().splitlines()]
    with closing(connect(args.database)) as base:
        with writing(base):
            base.execute(TABLE)
            base.executemany(INSERT, names)
            base.execute(RESET)
        try:
            work_all(base, args.database, args.workers)
        finally:
            failed = report(base)  # also before an error
    sys.exit(128 + told[0] if told else bool(failed))


if __name__ == "__main__":
    main()
