"""What the page on jobs behind a web server says of uvicorn, gunicorn and pools; real ones."""

from __future__ import annotations

import os
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPException
from typing import Any

import pytest

from shelf import find
from snippets.jobs.stages.web_clients import Door, ask
from tests.jobs.conftest import Job, Run, marked
from tests.jobs.test_serve_jobs import HOLDS, SOON, WORK, served

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

BEGIN = """\
import asyncio, os, threading, time
from contextlib import asynccontextmanager
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from fastapi import BackgroundTasks, FastAPI, Request

def hold() -> int:
    Path("held").write_text(str(os.getpid()))
    while not Path("go").exists():
        time.sleep(0.01)  # between two looks
    return os.getpid()

"""
POOL = (
    BEGIN
    + """
@asynccontextmanager
async def lifespan(app):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as app.state.pool:
        yield

app = FastAPI(lifespan=lifespan)

@app.get("/pid")
async def pid(request: Request):
    return await asyncio.get_running_loop().run_in_executor(request.app.state.pool, os.getpid)

@app.get("/hold")
async def holds(request: Request):
    return await asyncio.get_running_loop().run_in_executor(request.app.state.pool, hold)
"""
)


class Shop:
    """A server of its own file, and its clients."""

    def __init__(self, job: Job, text: str, *words: str) -> None:
        self.job, self.door = job, f"{job.temporary}/web.sock"
        (job.folder / "shop.py").write_text(text)
        words = tuple(word.replace("DOOR", self.door) for word in words)
        launch = "import os, sys\n"
        launch += f"os.execv(sys.executable, [sys.executable, '-m', *{list(words)!r}])\n"
        self.run: Run = job.start_text("serve_jobs", launch)

    def there(self) -> bool:
        """Whether it answers, be it that there is no such page."""
        try:
            return bool(ask(Door(self.door), "GET", "/there")[0])
        except (OSError, HTTPException):
            return False

    def get(self, path: str) -> tuple[int, Any]:
        """One answer."""
        return ask(Door(self.door), "GET", path)


def uvicorn(job: Job, text: str, *words: str) -> Shop:
    """An app under uvicorn, as soon as it answers."""
    shop = Shop(job, text, "uvicorn", "shop:app", "--uds", "DOOR", *words)
    shop.run.until(shop.there)
    return shop


def gunicorn(job: Job, text: str, *words: str) -> Shop:
    """An app under gunicorn, as soon as it answers."""
    shop = Shop(job, text, "gunicorn", "-b", "unix:DOOR", *words, "shop:app")
    shop.run.until(shop.there)
    return shop


def test_a_counter_is_one_for_each_worker(job: Job) -> None:
    """Of two workers each has counted what it answered itself."""
    text = BEGIN + "app, counts = FastAPI(), []\n\n@app.get('/')\nasync def count():\n"
    text += "    counts.append(1)\n    return [os.getpid(), len(counts)]\n"
    shop = uvicorn(job, text, "--workers", "2")
    told: dict[int, int] = {}

    def send(_: int) -> None:
        pid, count = shop.get("/")[1]
        told[pid] = max(count, told.get(pid, 0))

    def both() -> bool:
        with ThreadPoolExecutor(8) as clients:
            list(clients.map(send, range(16)))
        return len(told) == 2

    asked = 0
    shop.run.until(both)
    asked = sum(told.values())
    assert all(0 < count < asked for count in told.values())
    assert asked % 16 == 0  # all that was asked, shared out
    shop.run.send(signal.SIGTERM)
    assert shop.run.finish(60).code == 0


WSGI = """\
import threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

used, unused = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
used.submit(print).result()

def late():
    Path("held").touch()
    while not Path("go").exists():
        time.sleep(0.01)  # between two looks
    Path("done").touch()

def app(environ, start):
    told = b"there"
    if environ["PATH_INFO"] == "/late":
        threading.Thread(target=late).start()
    elif environ["PATH_INFO"] in ("/used", "/unused"):
        pool = used if environ["PATH_INFO"] == "/used" else unused
        try:
            told = pool.submit(lambda: b"done").result(60 if pool is unused else 2)
        except TimeoutError:
            told = b"never"
    start("200 OK", [("Content-Length", str(len(told))), ("Content-Type", "text/plain")])
    return [told]
"""


def test_a_pool_of_threads_that_was_used_before_the_fork(job: Job) -> None:
    """Its thread stayed in the parent, and it starts no other one."""
    shop = gunicorn(job, WSGI, "--preload", "-w", "1")

    assert shop.get("/unused") == (200, b"done")
    assert shop.get("/used") == (200, b"never")
    shop.run.send(signal.SIGTERM)
    assert shop.run.finish(60).code == 0


def test_gunicorn_kills_a_job_and_ends_with_0(job: Job) -> None:
    """Its limit is over, the thread has not ended, and no status tells."""
    shop = gunicorn(job, WSGI, "-w", "1", "--graceful-timeout", "1")
    assert shop.get("/late") == (200, b"there")
    shop.run.until((job.folder / "held").exists)

    shop.run.send(signal.SIGTERM)
    done = shop.run.finish(60)

    assert done.code == 0
    assert not (job.folder / "done").exists()


@pytest.mark.parametrize(("kind", "came"), [("async def", False), ("def", True)])
def test_a_call_that_blocks_stops_all_requests(job: Job, kind: str, came: bool) -> None:
    """The first request waits for the second one, which is answered meanwhile or not."""
    text = BEGIN + "app, two = FastAPI(), threading.Event()\n\n"
    text += f"@app.get('/first')\n{kind} first():\n    Path('begun').touch()\n"
    text += f"    return two.wait({60 if came else 2})\n\n"
    text += f"@app.get('/second')\n{kind} second():\n    two.set()\n"
    shop = uvicorn(job, text)

    with ThreadPoolExecutor(1) as client:
        first = client.submit(shop.get, "/first")
        shop.run.until((job.folder / "begun").exists)
        shop.get("/second")

    assert first.result() == (200, came)
    shop.run.send(signal.SIGTERM)
    assert shop.run.finish(60).code == -signal.SIGTERM


def test_sigterm_waits_for_the_pool(job: Job) -> None:
    """The answer still comes, the server ends by the signal, and leaves nothing."""
    shop = uvicorn(job, POOL)
    with ThreadPoolExecutor(1) as client:
        answer = client.submit(shop.get, "/hold")
        shop.run.until((job.folder / "held").exists)
        shop.run.send(signal.SIGTERM)
        (job.folder / "go").touch()
        assert answer.result()[0] == 200

    assert shop.run.finish(60).code == -signal.SIGTERM


def test_a_broken_pool_stays_broken(job: Job) -> None:
    """One of its processes was killed; every later request gets 500."""
    shop = uvicorn(job, POOL)
    pid = shop.get("/pid")[1]

    os.kill(pid, signal.SIGKILL)
    told = [shop.get("/pid")[0] for _ in range(4)]

    assert told == [500] * 4
    shop.run.send(signal.SIGTERM)
    assert "BrokenProcessPool" in shop.run.finish(60).err


def test_a_pool_outlives_a_killed_server(job: Job) -> None:
    """Its process is still there when another server has started and ended."""
    shop = uvicorn(job, POOL)
    pid = shop.get("/pid")[1]

    shop.run.send(signal.SIGKILL)
    shop.run.process.wait(60)
    other = uvicorn(job, POOL)
    assert other.get("/pid")[1] != pid
    other.run.send(signal.SIGTERM)
    other.run.finish(60)

    assert pid in marked(shop.run.mark)
    os.kill(pid, signal.SIGKILL)
    shop.run.finish(60)


def test_background_tasks_run_in_the_server(job: Job) -> None:
    """In a process that answers requests, and no other."""
    text = (
        BEGIN + "app = FastAPI()\n\ndef late():\n    Path('late').write_text(str(os.getpid()))\n\n"
    )
    text += "@app.get('/pid')\ndef pid(tasks: BackgroundTasks):\n    tasks.add_task(late)\n"
    text += "    return os.getpid()\n"
    shop = uvicorn(job, text)

    pid = shop.get("/pid")[1]
    late = job.folder / "late"
    shop.run.until(lambda: late.exists() and late.read_text())
    assert late.read_text() == str(pid)
    shop.run.send(signal.SIGTERM)
    assert shop.run.finish(60).code == -signal.SIGTERM


def test_uvicorn_starts_a_worker_again_that_cannot_be_imported(job: Job) -> None:
    """More often than there are workers, and its status is 0 when it is told to stop."""
    text = "raise MemoryError('no room')\n"
    shop = Shop(job, text, "uvicorn", "shop:app", "--uds", "DOOR", "--workers", "2")

    shop.run.until(lambda: shop.run.err.read_text().count("MemoryError: no room") > 4)
    shop.run.send(signal.SIGTERM)

    assert shop.run.finish(60).code == 0


def test_a_killed_worker_is_replaced(job: Job) -> None:
    """By uvicorn, and the requests go on."""
    one = served(job, "--workers", 2, edits=SOON | {WORK: HOLDS})
    one.post("hold")
    one.run.until(one.holders)
    before = set(one.run.others())

    os.kill(one.holders()[0], signal.SIGKILL)
    one.run.until(lambda: len(set(one.run.others()) - before) >= 2)  # a worker and a process
    one.let_go()

    assert one.until_over("hold") == {"hold": "held"}
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def test_processes_for_jobs_do_not_load_the_server(job: Job) -> None:
    """Neither FastAPI nor uvicorn is among their modules."""
    loads = (
        "    import sys\n    return ' '.join({'fastapi', 'uvicorn'} & set(sys.modules)) or 'none'\n"
    )
    one = served(job, "--workers", 2, edits={WORK: loads + WORK})

    one.post("10")

    assert one.until_over("10") == {"10": "none"}
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def test_a_client_that_goes_away(job: Job) -> None:
    """It has not read its answer, and the job is done."""
    one = served(job, "--workers", 1)
    door = Door(one.path)
    head = {"Content-Type": "application/json", "Idempotency-Key": "10"}
    door.request("POST", "/jobs", '{"task": "10"}', head)
    door.close()

    one.run.until(lambda: one.ask("GET", "/jobs/10")[0] == 200)
    assert one.until_over("10") == {"10": "4 primes below 10"}
    with suppress(OSError):
        one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def test_sigterm_to_all_its_processes_ends_their_jobs(job: Job) -> None:
    """As systemd sends it; that counts as a crash, and the next start does the job."""
    one = served(job, "--workers", 1, edits={WORK: HOLDS})
    one.post("hold")
    one.run.until(one.holders)

    one.run.send_all(signal.SIGTERM)
    cut = one.run.finish(60)
    one.let_go()
    again = served(job, "--workers", 1, edits={WORK: HOLDS})

    assert (cut.code, cut.out) == (143, "0 done, 0 failed, 1 left\n")
    assert again.until_over("hold") == {"hold": "held"}
    again.run.send(signal.SIGTERM)
    assert again.run.finish(60).code == 143


def test_a_job_is_done_twice_that_had_nearly_ended(job: Job) -> None:
    """Its process died with the result in its hands."""
    edits = {
        'pipe.send(("done", work(task)))': "done = work(task)\n"
        "                open('worked', 'a').write('x')\n"
        "                if os.path.getsize('worked') == 1:\n"
        "                    os._exit(1)\n"
        '                pipe.send(("done", done))'
    }
    one = served(job, "--workers", 1, edits=edits)

    one.post("10")

    assert one.until_over("10") == {"10": "4 primes below 10"}
    assert (job.folder / "worked").read_text() == "xx"
    one.run.send(signal.SIGTERM)
    assert one.run.finish(60).code == 143


def test_runners_under_a_wsgi_server(job: Job) -> None:
    """A hook of gunicorn starts one in its worker, behind an app that knows nothing of it."""
    (job.folder / "jobs_app.py").write_text(find("jobs/serve_jobs").source)
    hook = "def post_worker_init(worker):\n    import jobs_app\n    jobs_app.Runner().start()\n"
    (job.folder / "gunicorn.conf.py").write_text(hook)
    shop = gunicorn(job, WSGI, "-w", "1")

    with closing(sqlite3.connect(job.folder / "jobs.db", timeout=30)) as base:
        shop.run.until(lambda: base.execute("SELECT name FROM sqlite_master").fetchall())
        base.execute("INSERT INTO job(id, task) VALUES ('10', '10')")
        base.commit()
        asked = "SELECT state, result FROM job"
        shop.run.until(lambda: base.execute(asked).fetchall() == [("done", "4 primes below 10")])

    shop.run.send(signal.SIGTERM)
    assert shop.run.finish(60).code == 0
