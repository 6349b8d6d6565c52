"""What the page "Give each thread its own state" says, beyond what its programs show."""

import asyncio
import contextlib
import locale
import logging
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread, local
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from snippets.threads import session_per_thread

TASKS = 20
GIL = getattr(sys, "_is_gil_enabled", lambda: True)()
WITH_GIL = pytest.mark.skipif(not GIL, reason="3.14.7t now and then hangs in urllib.parse")


@pytest.mark.parametrize(("workers", "calls"), [(1, 50), (4, 50), (4, 2)])
def test_no_more_sessions_than_threads(
    monkeypatch: pytest.MonkeyPatch, workers: int, calls: int
) -> None:
    """However many calls there are, and no two threads have the same one."""
    users: dict[object, set[str]] = {}

    class Session(session_per_thread.Session):
        def __init__(self) -> None:
            super().__init__()
            users[self] = set()

        def get(self, page: str) -> str:
            users[self].add(str(page))
            return page

    monkeypatch.setattr(session_per_thread, "Session", Session)
    monkeypatch.setattr(session_per_thread, "own", local())
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(session_per_thread.fetch, map(str, range(calls))))

    assert 1 <= len(users) <= workers
    assert sum(map(len, users.values())) == calls


class Server(ThreadingHTTPServer):
    """Answers `TASKS` requests at once, and remembers the connections they came by."""

    request_queue_size = 2 * TASKS
    daemon_threads = True
    connections: set[object]
    meeting: Barrier | None


class Handler(BaseHTTPRequestHandler):
    """Waits until as many are there as are to meet, then says ok."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.connections.add(self.client_address)
        if self.server.meeting:
            self.server.meeting.wait(30)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *given: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.connections, server.meeting = set(), None
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(timeout=60)


def shared(**options: Any) -> Callable[[], requests.Session]:
    """One session for all, with these options of its adapter."""
    session = requests.Session()
    session.trust_env = False
    if options:
        session.mount("http://", HTTPAdapter(**options))
    return lambda: session


def one_each() -> Callable[[], requests.Session]:
    """A session for each thread."""
    own = local()

    def session() -> requests.Session:
        if not hasattr(own, "session"):
            own.session = shared()()
        found: requests.Session = own.session
        return found

    return session


@WITH_GIL
@pytest.mark.parametrize(
    ("session", "threads", "opened", "discarded"),
    [
        (shared(), 10, 10, 0),
        (shared(), TASKS, TASKS + 10, 20),
        (shared(pool_maxsize=TASKS), TASKS, TASKS, 0),
        (shared(pool_connections=TASKS), TASKS, TASKS + 10, 20),
        (one_each(), TASKS, TASKS, 0),
    ],
)
def test_connections_are_kept_for_ten(
    server: Server,
    caplog: pytest.LogCaptureFixture,
    session: Callable[[], requests.Session],
    threads: int,
    opened: int,
    discarded: int,
) -> None:
    """Two rounds of requests at once: what is above the number is opened, used and discarded."""
    answers = list[str]()
    address = f"http://127.0.0.1:{server.server_port}/"
    here = Barrier(threads)

    def ask(round_: int) -> None:
        here.wait(30)  # each task in a thread of its own
        answers.append(session().get(address, timeout=30).text)

    with ThreadPoolExecutor(threads) as pool, caplog.at_level(logging.WARNING):
        for _ in range(2):
            server.meeting = Barrier(threads)
            list(pool.map(ask, range(threads)))

    warned = [r for r in caplog.records if "Connection pool is full" in r.getMessage()]
    assert answers == ["ok"] * 2 * threads
    assert (len(server.connections), len(warned)) == (opened, discarded)


@WITH_GIL
def test_a_session_reuses_its_connection(server: Server) -> None:
    """One for five requests; five sessions open five."""
    address = f"http://127.0.0.1:{server.server_port}/"
    session = shared()()
    for _ in range(5):
        session.get(address, timeout=30)
    kept = len(server.connections)
    for _ in range(5):
        shared()().get(address, timeout=30)

    assert (kept, len(server.connections)) == (1, 6)


def test_what_belongs_to_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread finds what this one has changed, and looks there for a relative path."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (here / "order.txt").write_text("two cakes")
    monkeypatch.chdir(here)
    monkeypatch.setenv("CAKES", "2")

    with ThreadPoolExecutor(1) as pool:

        def seen(ask: Callable[..., Any], *given: object) -> Any:
            return pool.submit(ask, *given).result(60)

        order = Path("order.txt")
        assert seen(order.read_text) == "two cakes"
        with contextlib.chdir(there):
            assert seen(os.getcwd) == os.path.realpath(there)
            with pytest.raises(FileNotFoundError):
                seen(order.read_text)
            seen(Path("report.txt").touch)
            assert seen((here / "order.txt").read_text) == "two cakes"
        assert (there / "report.txt").exists()
        os.chdir(there)
        assert seen(os.getcwd) == os.path.realpath(there)

        os.environ["CAKES"] = "3"
        assert seen(os.getenv, "CAKES") == "3"

        before = os.umask(0o077)
        try:
            assert seen(os.umask, 0o077) == os.umask(0o077)
        finally:
            os.umask(before)

        spoken = locale.setlocale(locale.LC_NUMERIC)
        try:
            locale.setlocale(locale.LC_NUMERIC, "C")
            assert seen(locale.setlocale, locale.LC_NUMERIC) == "C"
        finally:
            locale.setlocale(locale.LC_NUMERIC, spoken)

        with contextlib.redirect_stdout(StringIO()) as printed:
            seen(print, "baked")
        assert printed.getvalue() == "baked\n"


def test_a_process_has_a_directory_of_its_own(tmp_path: Path) -> None:
    """What a child process does to its own leaves this one where it is."""
    before = os.getcwd()
    code = f"import os; os.chdir({str(tmp_path)!r}); print(os.path.realpath(os.getcwd()))"
    words = [sys.executable, "-c", code]
    child = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)

    assert child.stdout.strip() == os.path.realpath(tmp_path)
    assert os.getcwd() == before


def test_cursors_share_the_transaction_of_their_connection(tmp_path: Path) -> None:
    """What one thread has written, the rollback of another takes back; after a commit it stays."""
    database = sqlite3.connect(tmp_path / "shop.db", check_same_thread=False)
    database.execute("create table orders (cake text)")

    def order(cake: str) -> None:
        database.cursor().execute("insert into orders values (?)", (cake,))

    def count() -> int:
        return int(database.execute("select count(*) from orders").fetchone()[0])

    with contextlib.closing(database), ThreadPoolExecutor(1) as pool:
        pool.submit(order, "nut").result(60)
        database.rollback()
        assert count() == 0
        pool.submit(order, "nut").result(60)
        pool.submit(database.commit).result(60)
        database.rollback()
        assert count() == 1


def test_what_a_process_prints_goes_where_its_starter_says(tmp_path: Path) -> None:
    """Each of two at once prints into a file of its own, from a directory of its own."""
    code = "import os, sys; print(sys.argv[1], os.path.basename(os.getcwd()))"

    def run(name: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        with (folder / "out.txt").open("w") as out:
            command = [sys.executable, "-c", code, name]
            subprocess.run(command, cwd=folder, stdout=out, check=True, timeout=60)
        return (folder / "out.txt").read_text()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, ["cakes", "pies"])) == ["cakes cakes\n", "pies pies\n"]


def test_the_next_task_in_a_thread_finds_the_value_of_the_last() -> None:
    """A pool of one thread clears nothing, and hasattr says so; the function of the page does."""
    (fence,) = re.findall(
        r"(?ms)^```python\n(def as_user.*?)^```$",
        Path("docs/threads/give-each-its-own.md").read_text(),
    )
    names: dict[str, Any] = {}
    exec(fence, names)
    own = local()

    def fail() -> None:
        raise LookupError(own.user)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(setattr, own, "user", "Ada").result(60)
        assert pool.submit(hasattr, own, "user").result(60)
        assert pool.submit(getattr, own, "user", "none").result(60) == "Ada"
        with pytest.raises(LookupError, match="Bob"):
            pool.submit(names["as_user"], own, "Bob", fail).result(60)
        assert not pool.submit(hasattr, own, "user").result(60)


def test_coroutines_of_a_loop_share_the_value() -> None:
    """The second one sets it while the first one waits."""
    own, seen = local(), list[str]()

    async def serve(user: str) -> None:
        own.user = user
        await asyncio.sleep(0)
        seen.append(f"{user}: {own.user}")

    async def both() -> None:
        await asyncio.gather(serve("Ada"), serve("Bob"))

    asyncio.run(both())
    assert seen == ["Ada: Bob", "Bob: Bob"]


def test_a_thread_has_a_precision_of_its_own(printed: Callable[[str], str]) -> None:
    """What one task sets by `localcontext` is not there for the next, nor for the main thread."""
    said = printed("""
        import decimal
        from concurrent.futures import ThreadPoolExecutor

        def third():
            return len(str(decimal.Decimal(1) / 3))

        def exact():
            with decimal.localcontext(prec=50):
                return third()

        with ThreadPoolExecutor(1) as pool:
            print(*(pool.submit(work).result(60) for work in (third, exact, third)), third())
    """)

    assert said == "30 52 30 30\n"
