"""What the page on downloads says of requests alone, held to a server on this machine."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from snippets.jobs.stages.web_server import Server
from tests.jobs.conftest import Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

HEAD = """
import sys, threading, time
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

base = sys.argv[1]

def session(retry):
    web = requests.Session()
    web.mount("http://", HTTPAdapter(max_retries=retry))
    return web

def tried(retry, path):
    try:
        print(session(retry).get(base + path, timeout=5).status_code)
    except requests.RequestException as error:
        print(type(error).__name__)
"""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    made = Server()
    yield made
    made.end()


def said(job: Job, server: Server, text: str) -> list[str]:
    """What a text with requests prints."""
    source = HEAD + textwrap.dedent(text)
    done = job.start_text("download_threads", source, server.url).finish()
    assert done.code == 0, done.err
    return done.out.split()


def test_the_limit_is_for_each_wait(job: Job, server: Server) -> None:
    """A body of which a byte comes now and then never meets it: the limit is for each read."""
    words = said(
        job,
        server,
        """
        begun = time.monotonic()
        with requests.get(base + "/trickle/1", stream=True, timeout=2) as got:
            for _ in got.iter_content(1):
                if time.monotonic() - begun > 5:
                    print("still reading")
                    break
        """,
    )

    assert words == ["still", "reading"]


def test_retry_does_not_see_a_broken_body(job: Job, server: Server) -> None:
    """A connection that is reset is tried again, a body cut short is not; a 503 only if listed."""
    words = said(
        job,
        server,
        """
        tried(Retry(3, backoff_factor=0), "/reset/9")
        tried(Retry(3, backoff_factor=0), "/cut/9")
        tried(Retry(3, backoff_factor=0), "/busy/9")
        tried(Retry(3, backoff_factor=0, status_forcelist=[503]), "/busy/8")
        """,
    )

    assert words == ["ConnectionError", "ChunkedEncodingError", "503", "RetryError"]
    assert dict(server.tries) == {"/reset/9": 4, "/cut/9": 1, "/busy/9": 1, "/busy/8": 4}


def test_retry_after_is_obeyed_beyond_the_longest_back_off(job: Job, server: Server) -> None:
    """`backoff_max` does not cap what the server asks for."""
    words = said(
        job,
        server,
        """
        begun = time.monotonic()
        tried(Retry(3, status_forcelist=[429], backoff_max=0.5), "/wish/2")
        print(time.monotonic() - begun >= 2)
        """,
    )

    assert words == ["200", "True"]


def test_without_a_session_each_request_opens_a_connection(job: Job, server: Server) -> None:
    """With one for each thread it is one for each thread."""
    said(
        job,
        server,
        """
        def alone(number):
            for n in range(20):
                requests.get(f"{base}/page/{number}{n}", timeout=5)

        team = [threading.Thread(target=alone, args=(n,)) for n in range(4)]
        for thread in team: thread.start()
        for thread in team: thread.join()
        """,
    )

    assert server.doors == 80
