"""Background work behind a web server: `jobs/serve_jobs` under uvicorn and under gunicorn."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from shelf import find
from snippets.jobs.stages.web_clients import Door, ask
from tests.jobs.conftest import LIMIT, Job, Run, command, marked, not_before

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

WORK = "    numbers = range(2, int(task))\n"
#: Work that says whom it works for, and ends when a file lies there; no other waits.
HOLDS = f"""\
    if task == "hold":
        with open("held", "a") as held:
            held.write(f"{{os.getppid()}}\\n")
        while not Path("go").exists():
            __import__("time").sleep(0.01)  # between two looks
        return "held"
{WORK}"""
#: A clock that is put on by a thousand seconds when a file lies there.
LEAPS = """\
def monotonic() -> float:
    return __import__("time").monotonic() + 1000.0 * Path("late").exists()


"""
#: A server that died is noticed soon.
SOON = {"TICK, LEASE = 0.2, 5.0": "TICK, LEASE = 0.2, 1.5"}


class Served:
    """The server that a test has started, and its clients."""

    def __init__(self, job: Job, run: Run, door: str) -> None:
        self.job, self.run, self.path = job, run, door

    def ask(self, *words: str) -> tuple[int, Any]:
        """One answer, which has to come."""
        return ask(Door(self.path), *words)

    def there(self) -> bool:
        """Whether it answers."""
        try:
            return self.ask("GET", "/health") == (200, "ok")
        except (OSError, HTTPException):
            return False

    def post(self, *tasks: str) -> None:
        """Post jobs whose task is their name; it has to take them."""
        for task in tasks:
            assert self.ask("POST", "/jobs", task, task) == (202, {"id": task})

    def state(self, name: str) -> str:
        """The state of one job."""
        state: str = self.ask("GET", f"/jobs/{name}")[1]["state"]
        return state

    def until_over(self, *names: str) -> dict[str, str]:
        """What came of jobs, when all are over."""
        self.run.until(lambda: all(self.state(n) in ("done", "failed") for n in names))
        return {name: self.ask("GET", f"/jobs/{name}")[1]["result"] for name in names}

    def holders(self) -> list[int]:
        """The workers of the server for which the job that holds was begun."""
        file = self.job.folder / "held"
        return [int(word) for word in file.read_text().split()] if file.exists() else []

    def rows(self) -> list[tuple[str, int]]:
        """The state of each job in the database, and how many tries it has cost."""
        with closing(sqlite3.connect(self.job.folder / "jobs.db")) as base:
            return base.execute("SELECT state, tries FROM job").fetchall()

    def let_go(self) -> None:
        """The job that holds may end."""
        (self.job.folder / "go").touch()


def served(job: Job, *words: object, edits: dict[str, str] | None = None) -> Served:
    """The server, as soon as it answers."""
    door = f"{job.temporary}/web.sock"
    run = job.start("serve_jobs", "--socket", door, *words, edits=edits)
    one = Served(job, run, door)
    run.until(one.there)
    return one


@pytest.mark.parametrize("workers", [1, 2])
def test_each_job_is_done_once(job: Job, workers: int) -> None:
    """Whatever the number of workers; one posted twice under a key is one job."""
    edits = {WORK: f"    open('begun', 'a').write('x')\n{WORK}"}
    one = served(job, "--workers", workers, edits=edits)
    tasks = [str(n) for n in range(3, 15)]

    one.post(*tasks, "many", "3", "3")
    told = one.until_over(*tasks, "many")
    one.run.send(signal.SIGTERM)
    done = one.run.finish(60)

    assert told["14"] == "6 primes below 14"
    assert told["many"].startswith("ValueError")
    assert (done.code, done.err) == (143, "")
    assert done.out.splitlines()[0] == "12 done, 1 failed, 0 left"
    assert done.out.splitlines()[1].startswith("many: ValueError: invalid literal")
    assert (job.folder / "begun").read_text() == "x" * 13


def test_a_job_that_kills_its_process_costs_itself(job: Job) -> None:
    """It is tried twice; the server goes on to answer, and the others are done."""
    edits = {WORK: f"    if task == 'kill':\n        os.kill(os.getpid(), 9)\n{WORK}"}
    one = served(job, "--workers", 1, edits=edits)

    one.post("10", "kill", "100")
    told = one.until_over("10", "kill", "100")
    one.run.send(signal.SIGTERM)
    done = one.run.finish(60)

    assert told == {
        "10": "4 primes below 10",
        "kill": "crashed, exit code -9",
        "100": "25 primes below 100",
    }
    assert done.out.splitlines() == ["2 done, 1 failed, 0 left", "kill: crashed, exit code -9"]
    with closing(sqlite3.connect(job.folder / "jobs.db")) as base:
        tries = dict(base.execute("SELECT id, tries FROM job"))
    assert tries == {"10": 1, "kill": 2, "100": 1}


def test_a_worker_of_the_server_is_killed(job: Job) -> None:
    """Its job is done by another one, its process ends, and requests are answered."""
    one = served(job, "--workers", 2, edits=SOON | {WORK: HOLDS})
    one.post("hold")
    one.run.until(one.holders)

    os.kill(one.holders()[0], signal.SIGKILL)
    one.run.until(lambda: len(one.holders()) == 2)
    one.run.until(one.there)
    one.let_go()
    told = one.until_over("hold")
    one.run.send(signal.SIGTERM)
    done = one.run.finish(60)

    assert told == {"hold": "held"}
    assert len(set(one.holders())) == 2
    assert (done.code, done.out) == (143, "1 done, 0 failed, 0 left\n")


def test_a_job_that_kills_the_server_is_given_up(job: Job) -> None:
    """After as many tries as one that kills its process."""
    edits = SOON | {WORK: f"    if task == 'kill':\n        os.kill(os.getppid(), 9)\n{WORK}"}
    one = served(job, "--workers", 2, edits=edits)

    with closing(sqlite3.connect(job.folder / "jobs.db", timeout=30)) as base:
        base.execute("INSERT INTO job(id, task) VALUES ('kill', 'kill')")
        base.commit()
    asked = "SELECT state, result, tries FROM job"

    def rows() -> list[tuple[str, str, int]]:
        with closing(sqlite3.connect(job.folder / "jobs.db", timeout=30)) as base:
            return base.execute(asked).fetchall()

    one.run.until(lambda: rows()[0][0] == "failed")
    assert rows() == [("failed", "its server died", 2)]
    one.run.until(one.there)
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).out.startswith("0 done, 1 failed, 0 left")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_ends_a_job_that_can_and_keeps_the_other(
    job: Job, number: int, workers: int
) -> None:
    """What is under way has its grace; what does not end in it is done by the next start."""
    edits = {WORK: HOLDS, "GRACE = 2, 5.0": "GRACE = 2, 0.5"}
    one = served(job, "--workers", workers, edits=edits)
    one.post("hold")
    one.run.until(one.holders)

    (one.run.send_all if number == signal.SIGINT else one.run.send)(number)
    cut = one.run.finish(60)
    edits["GRACE = 2, 5.0"] = "GRACE = 2, 60.0"
    again = served(job, "--workers", workers, edits=edits)
    again.run.until(lambda: len(one.holders()) == 2)
    again.run.send(number)
    again.let_go()
    whole = again.run.finish(60)

    assert (cut.code, cut.out) == (128 + number, "0 done, 0 failed, 1 left\n")
    assert "Traceback" not in cut.err + whole.err
    assert (whole.code, whole.out) == (128 + number, "1 done, 0 failed, 0 left\n")


def test_an_interruption_is_no_crash(job: Job) -> None:
    """It is marked as one, and costs no try."""
    edits = {WORK: HOLDS, "GRACE = 2, 5.0": "GRACE = 2, 0.5"}
    for _ in range(3):
        one = served(job, "--workers", 1, edits=edits)
        if not one.holders():
            one.post("hold")
        one.run.until(lambda one=one: one.state("hold") == "running")
        one.run.send(signal.SIGTERM)
        one.run.finish(60)

        assert one.rows() == [("interrupted", 0)]


def test_ctrl_c_twice(job: Job) -> None:
    """It ends all the sooner, and leaves nothing behind."""
    edits = {WORK: HOLDS} | not_before("sent", "    until = monotonic() + GRACE\n")
    one = served(job, "--workers", 2, edits=edits)
    one.post("hold")
    one.run.until(one.holders)

    one.run.send_all(signal.SIGINT)
    one.run.send_all(signal.SIGINT)  # before any runner is dismissed
    (job.folder / "sent").touch()
    done = one.run.finish(60)

    assert (done.code, done.out) == (130, "0 done, 0 failed, 1 left\n")


def test_ctrl_c_while_a_request_is_waited_for(job: Job) -> None:
    """Uvicorn leaves out the end of the lifespan then; the job stays to be done."""
    edits = {WORK: HOLDS, "REQUESTS, GRACE = 2,": "REQUESTS, GRACE = 5,", '"warning"': '"info"'}
    one = served(job, "--workers", 1, edits=edits)
    one.post("hold")
    one.run.until(one.holders)
    with socket.socket(socket.AF_UNIX) as half:
        half.connect(one.path)
        half.sendall(b"POST /jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        one.run.until(lambda: one.there() and one.there())  # it has been read by then

        one.run.send(signal.SIGINT)
        one.run.said("Waiting for")
        one.run.send(signal.SIGINT)
        done = one.run.finish(60)

    assert (done.code, done.out.splitlines()[-1]) == (130, "0 done, 0 failed, 1 left")
    assert one.rows() == [("interrupted", 0)]


def test_workers_that_get_ctrl_c_until_they_end(job: Job) -> None:
    """However often it is pressed, what was under way is no failure of its own."""
    one = served(job, "--workers", 2, edits={WORK: HOLDS})
    one.post("hold")
    one.run.until(one.holders)
    workers = [pid for pid in one.run.others() if "spawn_main" in command(pid)]

    one.run.send(signal.SIGINT)
    while set(workers) & set(one.run.others()):
        for pid in workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        time.sleep(0.01)  # between two strokes
    done = one.run.finish(60)

    assert (done.code, done.out) == (130, "0 done, 0 failed, 1 left\n")


def test_the_whole_server_is_killed(job: Job) -> None:
    """Its workers and their processes notice and end; the next start does the job."""
    edits = {WORK: HOLDS, "GRACE = 2, 5.0": "GRACE = 2, 0.5"}
    one = served(job, "--workers", 2, edits=edits)
    one.post("hold")
    one.run.until(one.holders)

    one.run.send(signal.SIGKILL)
    one.run.process.wait(60)
    end = time.monotonic() + LIMIT
    while marked(one.run.mark) and time.monotonic() < end:
        time.sleep(0.05)  # between two looks
    ended = one.run.finish(60)
    Path(one.path).unlink(missing_ok=True)
    one.let_go()
    again = served(job, "--workers", 2, edits=SOON | {WORK: HOLDS})

    assert ended.code == -signal.SIGKILL
    assert again.until_over("hold") == {"hold": "held"}
    again.run.send(signal.SIGTERM)
    assert again.run.finish(60).out == "1 done, 0 failed, 0 left\n"


def test_no_more_wait_than_may(job: Job) -> None:
    """Above it a new job is refused with a time to come again; a known one is not."""
    one = served(job, "--workers", 1, edits={WORK: HOLDS, "WAITING = 100": "WAITING = 3"})
    one.post("hold")
    one.run.until(one.holders)
    one.post("10", "20", "30")

    door = Door(one.path)
    head = {"Content-Type": "application/json", "Idempotency-Key": "40"}
    door.request("POST", "/jobs", json.dumps({"task": "40"}), head)
    with closing(door):
        answer = door.getresponse()
        refused = answer.status, answer.headers["Retry-After"]
    one.post("30", "hold")
    one.let_go()
    one.until_over("10", "20", "30")
    one.post("40")
    one.until_over("40")
    one.run.send(signal.SIGTERM)

    assert refused == (503, "5")
    assert one.run.finish(60).out == "5 done, 0 failed, 0 left\n"


def test_what_it_refuses(job: Job) -> None:
    """A key that names another job, a job that nobody posted, and what is none."""
    one = served(job, "--workers", 1)
    one.post("10")

    assert one.ask("POST", "/jobs", "20", "10")[0] == 409
    assert one.ask("GET", "/jobs/20")[0] == 404
    assert one.ask("POST", "/jobs")[0] == 422
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def test_a_job_that_takes_too_long(job: Job) -> None:
    """It is killed and told as failed, and the next one is done."""
    edits = {WORK: HOLDS, "class Runner(Thread)": f"{LEAPS}class Runner(Thread)"}
    one = served(job, "--workers", 1, edits=edits)

    one.post("hold", "10")
    one.run.until(one.holders)
    (job.folder / "late").touch()
    told = one.until_over("hold", "10")
    one.run.send(signal.SIGTERM)

    assert told == {"hold": "took more than 60 seconds", "10": "4 primes below 10"}
    assert len(one.holders()) == 1
    assert one.run.finish(60).out.startswith("1 done, 1 failed, 0 left")


def test_a_hundred_at_once(job: Job) -> None:
    """By two names for one job each, over a port, to two workers: each job is done once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    edits = {WORK: f"    open('begun', 'a').write('x')\n{WORK}"}
    run = job.start("serve_jobs", "--port", port, "--workers", 2, edits=edits)

    def send(method: str, path: str, task: str | None = None) -> tuple[int, Any]:
        end = time.monotonic() + LIMIT
        while True:
            try:
                return ask(HTTPConnection("127.0.0.1", port, 60), method, path, task, task or "")
            except ConnectionRefusedError:
                assert time.monotonic() < end and run.process.poll() is None
                time.sleep(0.05)  # between two looks

    send("GET", "/health")
    tasks = [str(3 + n % 50) for n in range(100)]
    with ThreadPoolExecutor(100) as clients:
        told = list(clients.map(lambda task: send("POST", "/jobs", task)[0], tasks))
    run.until(lambda: all(send("GET", f"/jobs/{t}")[1]["state"] == "done" for t in set(tasks)))
    run.send(signal.SIGTERM)

    assert told == [202] * 100
    assert run.finish(60).out == "50 done, 0 failed, 0 left\n"
    assert (job.folder / "begun").read_text() == "x" * 50


def test_health_asks_neither_the_jobs_nor_the_database(job: Job) -> None:
    """It answers while a job holds and another program has the database to itself."""
    one = served(job, "--workers", 1, edits={WORK: HOLDS})
    one.post("hold")
    one.run.until(one.holders)

    with closing(sqlite3.connect(job.folder / "jobs.db", timeout=30)) as base:
        base.isolation_level = None
        base.execute("BEGIN EXCLUSIVE")
        assert one.ask("GET", "/health") == (200, "ok")
        base.execute("ROLLBACK")
    one.let_go()
    one.until_over("hold")
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def rename(job: Job, old: str, new: str) -> None:
    """Make the database one that the program cannot use, and good again."""
    with closing(sqlite3.connect(job.folder / "jobs.db", timeout=30)) as base:
        base.execute(f"ALTER TABLE job RENAME COLUMN {old} TO {new}")


def test_health_tells_that_jobs_are_no_longer_done(job: Job) -> None:
    """A runner that has ended is seen, so that somebody starts the server again."""
    edits = {"                logging.exception(": "                raise\n                print("}
    one = served(job, "--workers", 1, edits=edits)
    rename(job, "seen", "gone")

    one.run.until(lambda: one.ask("GET", "/health")[0] == 503)
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def test_a_runner_outlives_a_database_that_fails(job: Job) -> None:
    """It says what was wrong, and goes on when the database is back."""
    one = served(job, "--workers", 1)
    rename(job, "seen", "gone")
    one.run.said("a job waits")
    rename(job, "gone", "seen")

    one.post("10")
    assert one.until_over("10") == {"10": "4 primes below 10"}
    one.run.send(signal.SIGTERM)
    done = one.run.finish(60)

    assert "sqlite3.OperationalError: no such column: seen" in done.err
    assert done.code == 143


@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_that_cannot_begin_ends(job: Job, workers: int) -> None:
    """It starts nothing anew for ever, shows the error, and fails."""
    edits = {"    crew = [Runner()": "    raise MemoryError('no room')\n    crew = [Runner()"}

    run = job.start("serve_jobs", "--workers", workers, "--socket", "web.sock", edits=edits)
    done = run.finish(60)

    assert "MemoryError: no room" in done.err
    assert done.code not in (0, 143)


def gunicorn(job: Job, *words: str, edits: dict[str, str]) -> Served:
    """The program's `app` under gunicorn, as soon as it answers."""
    source = find("jobs/serve_jobs").source
    for old, new in edits.items():
        assert old in source
        source = source.replace(old, new)
    (job.folder / "jobs_app.py").write_text(source)
    door = f"{job.temporary}/web.sock"
    command = f"['-m', 'gunicorn', '-k', 'asgi', '-b', 'unix:{door}', *{list(words)!r}]"
    launch = "import os, sys\n"
    launch += f"os.execv(sys.executable, [sys.executable, *{command}, 'jobs_app:app()'])\n"
    run = job.start_text("serve_jobs", launch)
    one = Served(job, run, door)
    run.until(one.there)
    return one


@pytest.fixture
def behind_gunicorn(job: Job) -> Iterator[Served]:
    """Two workers of gunicorn."""
    yield gunicorn(job, "-w", "2", edits=SOON | {WORK: HOLDS})


def test_under_gunicorn(behind_gunicorn: Served) -> None:
    """A worker is killed, a job done all the same, and SIGTERM leaves nothing."""
    one = behind_gunicorn
    one.post("10", "many", "hold")
    one.run.until(one.holders)

    os.kill(one.holders()[0], signal.SIGKILL)
    one.run.until(lambda: len(one.holders()) == 2)
    one.let_go()
    told = one.until_over("10", "many", "hold")
    one.run.send(signal.SIGTERM)
    done = one.run.finish(60)

    assert told["10"] == "4 primes below 10"
    assert told["many"].startswith("ValueError")
    assert told["hold"] == "held"
    assert done.code == 0
