"""A dead link is told from a slow, a moved and a guarded one, against a server of our own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from shelf import ROOT
from tests.checks.site.site import Site
from tests.chores.links import Asker, faults, has, links, main, own_addresses

ANCHORS = b'<h2 id="here">Here</h2><a name="old"></a><h2 id="user-content-readme">'


class Handler(BaseHTTPRequestHandler):
    """Answers by the path alone."""

    over = Event()
    busy = 0

    def do_GET(self) -> None:
        status = {"/gone": 404, "/guarded": 403, "/moved": 301}.get(self.path, 200)
        if self.path == "/slow":
            self.over.wait(20)
        if self.path == "/busy" and Handler.busy == 0:
            Handler.busy, status = 1, 503
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        if status == 301:
            self.send_header("Location", "/anchors")
        self.end_headers()
        self.wfile.write(ANCHORS)

    def log_message(self, *words: object) -> None:
        """Nothing: a test's output is for its failure."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on a port of its own."""
    Handler.over.clear()  # an earlier server of this process has set it
    Handler.busy = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        one.daemon_threads = True
        thread = Thread(target=one.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{one.server_address[1]}"
        Handler.over.set()
        one.shutdown()
        thread.join(10)


@pytest.mark.parametrize(
    ("path", "wrong", "dead"),
    [
        ("/", "", True),
        ("/moved", "", True),
        ("/anchors#here", "", True),
        ("/moved#old", "", True),
        ("/anchors#readme", "", True),
        ("/anchors#there", "has no #there", True),
        ("/gone", "answers 404 Not Found", True),
        ("/guarded", "answers 403 Forbidden", False),
        ("/busy", "", True),
        ("/slow", "gives no answer (timed out)", False),
    ],
)
def test_what_a_server_answers(server: str, path: str, wrong: str, dead: bool) -> None:
    """Only what is certain is dead; who is busy is asked again."""
    answer = Asker(patience=0.3 if path == "/slow" else 10, pauses=(0.0,)).ask(server + path)

    assert (answer.wrong, answer.dead) == (wrong, dead)


def test_where_nobody_listens() -> None:
    """A port that is closed is certain."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        answer = Asker(pauses=()).ask(f"http://127.0.0.1:{port}/")

    assert answer.dead
    assert answer.wrong.startswith("gives no answer")


@pytest.mark.parametrize("anchor", [":~:text=a", "L10", "!part"])
def test_an_anchor_that_a_script_makes_is_passed(anchor: str) -> None:
    """A server never sees it, and no id has its name."""
    assert has("<p>", anchor)


def page(folder: Path, *addresses: str) -> Path:
    """A built site of one page that links to each."""
    body = "".join(f'<a href="{address}">x</a>' for address in addresses)
    head = '<link rel="canonical" href="https://us.example.dev/book/">'
    source = '<a class="repository" href="https://code.example.dev/us/book"></a>'
    folder.mkdir()
    (folder / "index.html").write_text(f"<html>{head}{source}{body}</html>", encoding="utf-8")
    return folder


def test_our_own_addresses_are_not_asked(tmp_path: Path) -> None:
    """Nor are those that stand for an address in an example."""
    own = ("https://us.example.dev/book/x/", "https://code.example.dev/us/book/edit/main/x.md")
    addresses = (*own, "https://example.com/a", "http://localhost:8000/", "https://other.dev/")
    site = Site(ROOT, page(tmp_path / "site", *addresses))

    assert links(site, own_addresses(site)) == {"https://other.dev/": ["docs/index.md"]}


def test_a_dead_link_is_a_fault_on_its_page(server: str, tmp_path: Path) -> None:
    """A page that has it is named, and each link is asked once."""
    site = Site(ROOT, page(tmp_path / "site", f"{server}/gone", f"{server}/", f"{server}/guarded"))
    dead, unsure = faults(links(site, own_addresses(site)), Asker(pauses=()))

    assert [(fault.what, fault.where) for fault in dead] == [
        (f"the link {server}/gone answers 404 Not Found", "docs/index.md")
    ]
    assert unsure == [f"not certain: {server}/guarded answers 403 Forbidden"]


def test_the_command_ends_red_for_a_dead_link(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Green, red, and no site at all have each their status."""
    asker = Asker(pauses=())

    assert main([str(page(tmp_path / "green", f"{server}/"))], asker) == 0
    assert main([str(page(tmp_path / "red", f"{server}/gone"))], asker) == 1
    assert "1 link out of the site: 0 alive, 1 dead, 0 not certain" in capsys.readouterr().out
    assert main([str(tmp_path / "none")], asker) == 2
