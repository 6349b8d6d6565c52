"""What the page on jobs behind Flask says, under a real gunicorn."""

from __future__ import annotations

import os
import signal
from http.client import HTTPException
from pathlib import Path

import pytest

from recorder.pythons.environments import NoEnvironment, python_for
from shelf import find
from tests.jobs.conftest import Job
from tests.jobs.test_serve_jobs import HOLDS, SOON, WORK, Served
from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

APP, HOOKS = typed("jobs/jobs-behind-flask")
#: gunicorn from the packages of one program, and Flask from those of another.
GUNICORN = """
import sys

if __name__ == "__main__":
    sys.path += [PACKAGES]
    from gunicorn.app.wsgiapp import run

    sys.argv = ["gunicorn", "-b", "unix:DOOR", *WORDS, "flask_jobs:app()"]
    run()
"""
#: It is started under the name of the program, which has to lie there for the workers.
LAUNCH = """
import os
import sys

os.replace("later.py", "serve_jobs.py")
os.execv(sys.executable, [sys.executable, "start_gunicorn.py"])
"""


class Flask(Served):
    """The server of the page, which says its health without quotes."""

    def there(self) -> bool:
        """Whether it answers; a look at a job that is not there is enough."""
        try:
            return self.ask("GET", "/jobs/none")[0] == 404
        except (OSError, HTTPException):
            return False


def packages(job: Job) -> str:
    """Where Flask lies for the job's Python."""
    try:
        python = Path(python_for(find("threads/flask_context"), job.interpreter))
    except NoEnvironment as why:
        if os.environ.get("CI") and "no wheel" not in str(why):
            raise
        pytest.skip(str(why))
    (found,) = (python.parent.parent / "lib").glob("python*/site-packages")
    return str(found)


def started(job: Job, *words: str, edits: dict[str, str] | None = None) -> Flask:
    """The three files in a folder, and gunicorn, as soon as it answers."""
    source = find("jobs/serve_jobs").source
    for old, new in {**SOON, WORK: HOLDS, **(edits or {})}.items():
        assert old in source
        source = source.replace(old, new)
    door = f"{job.temporary}/web.sock"
    start = GUNICORN.replace("PACKAGES", repr(packages(job))).replace("DOOR", door)
    for name, text in {
        "later.py": source,
        "flask_jobs.py": APP,
        "gunicorn.conf.py": HOOKS,
        "start_gunicorn.py": start.replace("WORDS", repr(list(words))),
    }.items():
        (job.folder / name).write_text(text)
    one = Flask(job, job.start_text("serve_jobs", LAUNCH), door)
    one.run.until(one.there)
    return one


@pytest.mark.parametrize("words", [("-w", "2"), ("-w", "2", "--threads", "4", "--preload")])
def test_jobs_are_done_and_a_killed_worker_is_replaced(job: Job, words: tuple[str, ...]) -> None:
    """Each job once under its key; SIGTERM leaves nothing behind."""
    one = started(job, *words)

    one.post("10", "many", "10", "hold")
    assert one.ask("POST", "/jobs", "11", "10")[0] == 409
    assert one.ask("POST", "/jobs")[0] in (400, 415)
    assert one.ask("GET", "/health") == (200, b"ok")
    one.run.until(one.holders)
    os.kill(one.holders()[0], signal.SIGKILL)
    one.run.until(lambda: len(one.holders()) == 2)
    one.let_go()
    told = one.until_over("10", "many", "hold")
    one.run.send(signal.SIGTERM)
    done = one.run.finish(60)

    assert (told["10"], told["hold"]) == ("4 primes below 10", "held")
    assert told["many"].startswith("ValueError")
    assert len(one.rows()) == 3
    assert done.code == 0


def test_too_many_are_refused(job: Job) -> None:
    """As many as WAITING may wait."""
    one = started(job, "-w", "1", edits={"WAITING = 100": "WAITING = 2"})

    one.post("hold")
    one.run.until(one.holders)
    one.post("20", "30")
    refused = one.ask("POST", "/jobs", "40", "40")
    one.let_go()
    one.until_over("20", "30")
    one.run.send(signal.SIGTERM)
    one.run.finish(60)

    assert refused == (503, {"detail": "too many wait"})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_interrupted_is_done_by_the_next(job: Job, number: int) -> None:
    """After SIGTERM, and after gunicorn itself was killed; no process stays."""
    edits = {"REQUESTS, GRACE = 2, 5.0": "REQUESTS, GRACE = 2, 0.5"}
    one = started(job, "-w", "2", "--timeout", "4", edits=edits)
    one.post("hold")
    one.run.until(one.holders)
    one.run.send(number)
    one.run.until_all_end()  # a worker looks for its parent from time to time
    one.run.finish(60)
    (row,) = one.rows()
    assert row[0] == "interrupted"

    again = started(job, "-w", "1")
    again.let_go()
    assert again.until_over("hold") == {"hold": "held"}
    again.run.send(signal.SIGTERM)
    assert again.run.finish(60).code == 0
