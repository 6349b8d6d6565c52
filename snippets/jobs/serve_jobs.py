# /// script
# dependencies = [
#     "fastapi",
#     "gunicorn; sys_platform != 'win32'",
#     "uvicorn",
# ]
# [tool.sample]
# stage = "web_clients"
# status = 143
# systems = ["linux", "macos"]
# start-methods = ["spawn"]
# [tool.sample.grow]
# workers = "AT_ONCE"
# ///
"""A web server takes jobs and answers at once, and processes beside it
do them, also when one of them or a worker of the server dies."""

import argparse
import asyncio
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager as as_context
from contextlib import closing, contextmanager, suppress
from math import isqrt
from multiprocessing import Pipe, get_context, parent_process
from pathlib import Path
from threading import Event, Thread
from time import monotonic, time
from typing import Annotated, Any
from uuid import uuid4

DATABASE = os.environ.get("JOBS_DATABASE", "jobs.db")
AT_ONCE = 1  # jobs under way in each worker of the server
WAITING = 100  # jobs that may wait, for all of them together
LIMIT, TRIES = 60.0, 2  # seconds for a job, and how often it may crash
REQUESTS, GRACE = 2, 5.0  # seconds for the end of requests, and of jobs
TICK, LEASE = 0.2, 5.0  # seconds: a look, and silence until given up
STOPS = (signal.SIGINT, signal.SIGTERM)
SPAWN = get_context("spawn")
stop, hurry = Event(), Event()

OPEN = "state IN ('waiting', 'interrupted')"
TABLE = """
CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, task TEXT,
    state TEXT DEFAULT 'waiting', owner TEXT, seen REAL,
    tries INTEGER DEFAULT 0, result TEXT)
"""
ADD = "INSERT OR IGNORE INTO job(id, task) VALUES (?, ?)"
FIND = "SELECT task, state, result FROM job WHERE id = ?"
QUEUE = f"SELECT count(*) FROM job WHERE {OPEN}"
COUNT = "SELECT state, count(*) FROM job GROUP BY state"
FREE = """
UPDATE job SET state = iif(tries < ?, 'waiting', 'failed'),
    result = 'its server died' WHERE state = 'running' AND seen < ?
"""
CLAIM = f"""
UPDATE job SET state = 'running', owner = ?, seen = ?, tries = tries + 1
WHERE id = (SELECT id FROM job WHERE {OPEN} ORDER BY rowid LIMIT 1)
RETURNING id, task, tries
"""
SEEN = "UPDATE job SET seen = ? WHERE id = ? AND owner = ?"
FINISH = """
UPDATE job SET state = ?, result = ?, tries = ?
WHERE id = ? AND owner = ? AND state = 'running'
"""
WRONG = "SELECT id, result FROM job WHERE state = 'failed' ORDER BY id"


def work(task: str) -> str:
    """The job itself: put your own in its place."""
    numbers = range(2, int(task))
    prime = [
        all(n % m for m in range(2, isqrt(n) + 1)) for n in numbers
    ]
    return f"{sum(prime)} primes below {task}"


def connect() -> sqlite3.Connection:
    """For one thread; where another one writes it waits its turn."""
    base = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute(TABLE)
    return base


@contextmanager
def writing() -> Iterator[sqlite3.Connection]:
    """A short transaction, which an error takes back."""
    with closing(connect()) as base:
        base.execute("BEGIN IMMEDIATE")
        yield base
        base.execute("COMMIT")


def serve(pipe: Any) -> None:
    """What a process for jobs does: one after another."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            try:
                pipe.send(("done", work(task)))
            except BaseException as error:
                pipe.send(
                    ("failed", f"{type(error).__name__}: {error}")
                )


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


class Runner(Thread):
    """Claims one job after another, and has its process do it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.name = uuid4().hex
        self.process: Any = None
        self.pipe: Any = None

    def run(self) -> None:
        while not stop.wait(TICK):
            try:
                while not stop.is_set() and self.do_one():
                    pass
            except Exception:
                logging.exception("a job waits for its lease to end")
                self.end()

    def do_one(self) -> bool:
        now = time()
        with writing() as base:
            base.execute(FREE, (TRIES, now - LEASE))
            claimed = base.execute(CLAIM, (self.name, now)).fetchone()
        if claimed is None:
            return False
        name, task, tries = claimed
        try:
            state, result = self.watch(name, task)
        except (EOFError, OSError):
            self.process.join(GRACE)
            again = stop.is_set() or tries < TRIES
            state = "waiting" if again else "failed"
            result = f"crashed, exit code {self.process.exitcode}"
        if state == "interrupted":
            tries -= 1
        row = state, result, tries, name, self.name
        with writing() as base:
            base.execute(FINISH, row)
        return True

    def watch(self, name: str, task: str) -> tuple[str, str]:
        """What came of a job, which is ended if it takes too long."""
        self.be_ready()
        self.pipe.send(task)
        begun = seen = monotonic()
        while not hurry.is_set():
            alive = self.process.is_alive()
            if self.pipe.poll(TICK):
                state, result = self.pipe.recv()
                return state, result
            if not alive:
                raise EOFError
            if monotonic() > begun + LIMIT:
                self.end()
                return "failed", f"took more than {LIMIT:g} seconds"
            if monotonic() > seen + LEASE / 5:
                seen = monotonic()
                with writing() as base:
                    base.execute(SEEN, (time(), name, self.name))
        self.end()
        return "interrupted", ""

    def be_ready(self) -> None:
        if self.process is None or not self.process.is_alive():
            self.pipe, theirs = Pipe()
            self.process = SPAWN.Process(
                target=serve, args=(theirs,), daemon=True
            )
            self.process.start()
            theirs.close()

    def end(self) -> None:
        if self.process and self.process.pid:
            self.process.kill()
            self.process.join(GRACE)


def dismiss(crew: list[Runner]) -> None:
    """Take no more jobs, give those under way a while, and end them."""
    stop.set()
    until = monotonic() + GRACE
    for one in crew:
        one.join(max(0, until - monotonic()))
    hurry.set()
    for one in crew:
        one.join(GRACE)
        one.end()


def app() -> Any:
    """What the server runs; processes for jobs do not load FastAPI."""
    from fastapi import Body, FastAPI, Header, HTTPException

    crew = [Runner() for _ in range(AT_ONCE)]

    @as_context
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        Thread(target=end_with_parent, daemon=True).start()
        with closing(connect()):  # no server without its database
            for one in crew:
                one.start()
            try:
                yield
            finally:
                await asyncio.to_thread(dismiss, crew)

    api = FastAPI(lifespan=lifespan)

    @api.post("/jobs", status_code=202)
    def add(
        task: Annotated[str, Body(embed=True)],
        idempotency_key: Annotated[str, Header()] = "",
    ) -> dict[str, str]:
        name = idempotency_key or uuid4().hex
        with writing() as base:
            known = base.execute(FIND, (name,)).fetchone()
            if known and known[0] != task:
                raise HTTPException(409, "the key of another job")
            (waiting,) = base.execute(QUEUE).fetchone()
            if not known and waiting >= WAITING:
                later = {"Retry-After": "5"}
                raise HTTPException(503, "too many jobs wait", later)
            base.execute(ADD, (name, task))
        return {"id": name}

    @api.get("/jobs/{name}")
    def look(name: str) -> dict[str, str | None]:
        with closing(connect()) as base:
            known = base.execute(FIND, (name,)).fetchone()
        if not known:
            raise HTTPException(404, "no such job")
        return {"id": name, "state": known[1], "result": known[2]}

    @api.get("/health")
    async def health() -> str:
        if not all(one.is_alive() for one in crew):
            raise HTTPException(503, "jobs are no longer done here")
        return "ok"

    return api


def report() -> None:
    with closing(connect()) as base:
        states = dict(base.execute(COUNT))
        done, failed = (states.pop(s, 0) for s in ("done", "failed"))
        left = sum(states.values())
        print(f"{done} done, {failed} failed, {left} left")
        for name, result in base.execute(WRONG):
            print(shown(f"{name}: {result}"))


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def main() -> None:
    import uvicorn

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--socket", help="a path, instead of a port")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    if args.workers < 1:
        parser.error("give a worker or more")
    app()  # else each worker fails, and is started again without end
    told, noted = os.pipe()  # which signals came; the handlers change
    for end in (told, noted):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(noted, warn_on_full_buffer=False)
    for number in STOPS:
        signal.signal(number, leave)
    options = {
        "port": args.port,
        "uds": args.socket,
        "workers": args.workers,
        "log_level": "warning",
        "timeout_graceful_shutdown": REQUESTS,
    }
    name = f"{Path(__file__).stem}:app"
    try:
        uvicorn.run(name, factory=True, **options)
    finally:
        report()
    with suppress(BlockingIOError):
        for came in os.read(told, 4096):
            if came in STOPS:
                sys.exit(128 + came)
    sys.exit("the server ended, and nobody had told it to")


if __name__ == "__main__":
    main()
