"""What the page "Start a thread in a Flask app" says, held to Flask itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from shelf import ROOT
from tests.checks.pages.markdown import Page
from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

PROGRAM = "threads/flask_context"
PAGE = "docs/threads/inside-a-flask-app.md"
#: A context that belongs to nobody is what a new thread has on the usual build.
HEAD = """\
from contextvars import Context
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, copy_current_request_context, current_app, g, request, session

app = Flask("shop")
app.config.update(SHOP="The tea shop", TESTING=True)
app.secret_key = "for a test"


def tried(work, *words):
    try:
        print(work(*words))
    except RuntimeError as error:
        print(str(error).split(".")[0])


def aside(work, *words):
    with ThreadPoolExecutor(1) as pool:
        pool.submit(Context().run, tried, work, *words).result(60)


@app.get("/")
def view():
    asked()
    return "done"


def shop():
    return current_app.config["SHOP"]


def shop_of(app):
    with app.app_context():
        return shop()
"""
ASK = """

app.test_client().get("/?guest=Ada")
"""


def said(job: Job, asked: str) -> list[str]:
    """What a view prints whose body is `asked`."""
    done = job.start_text(PROGRAM, f"{HEAD}\n\n{asked}{ASK}").finish()

    assert done.code == 0, done.err
    return done.out.splitlines()


def test_another_thread_has_neither_app_nor_request(job: Job) -> None:
    """Nor session nor `g`; a context of the app brings the app alone, with an empty `g`."""
    asked = """\
def parts():
    with app.app_context():
        print(hasattr(g, "guest"))
        return request.args["guest"]

def asked():
    g.guest = session["guest"] = request.args["guest"]
    aside(shop)
    aside(lambda: g.guest)
    aside(lambda: request.args["guest"])
    aside(lambda: session["guest"])
    aside(shop_of, app)
    aside(parts)
"""
    nowhere, unasked = (f"Working outside of {at} context" for at in ("application", "request"))

    assert said(job, asked) == [
        nowhere,
        nowhere,
        unasked,
        unasked,
        "The tea shop",
        "False",
        unasked,
    ]


def test_the_proxy_is_no_app(job: Job) -> None:
    """`current_app` as an argument raises the same there; the app behind it does not."""
    asked = """\
def asked():
    aside(shop_of, current_app)
    aside(shop_of, current_app._get_current_object())
"""
    assert said(job, asked) == ["Working outside of application context", "The tea shop"]


def test_a_copied_request_goes_along(job: Job) -> None:
    """`copy_current_request_context`, called in the view, has request and app in the thread."""
    asked = """\
def asked():
    def work():
        return shop(), request.args["guest"]
    aside(copy_current_request_context(work))
"""
    assert said(job, asked) == ["('The tea shop', 'Ada')"]


SERVED = """\
import os, socket, sys

from flask import Flask

app = Flask("shop")
if not app.debug:
    print("started where debug is off", flush=True)
if may_start(reloads=len(sys.argv) == 1):
    print("started where it serves", flush=True)
print("imported", flush=True)
if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    port = int(os.environ.setdefault("PORT_OF_TEST", str(port)))
    app.run(port=port, debug=True, use_reloader=len(sys.argv) == 1)
"""


@pytest.mark.parametrize(("words", "imports"), [((), 2), (("no",), 1)])
def test_a_reloader_runs_the_file_twice(job: Job, words: tuple[str, ...], imports: int) -> None:
    """What stands at the top runs in both processes; the page's function is true in one."""
    (shown,) = [fence for fence in Page(ROOT, Path(PAGE)).fences if fence.language == "python"]
    run = job.start_text(PROGRAM, f"{shown.text}\n\n{SERVED}", *words)
    up = "Debugger PIN" if imports == 2 else "Running on"
    run.until(lambda: up in run.err.read_text())  # the process that serves is there
    lines = run.out.read_text().splitlines()

    assert lines.count("imported") == imports
    assert lines.count("started where debug is off") == imports
    assert lines.count("started where it serves") == 1
