"""What the pages on downloads say besides, held to the programs and to requests."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
import requests
import requests.adapters

from shelf import find
from snippets.jobs.stages.web_server import Server
from tests.jobs.conftest import Job, ticking
from tests.jobs.test_download_threads import DEAF, PROGRAMS, QUICK, listed

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

Talk = Callable[[socket.socket], None]


@pytest.fixture
def door() -> Iterator[Callable[[Talk], tuple[int, list[int]]]]:
    """A port at which each guest is talked to so, and a list as long as the guests are many."""
    doors: list[socket.socket] = []

    def open_one(talk: Talk) -> tuple[int, list[int]]:
        guests: list[int] = []
        doors.append(socket.create_server(("127.0.0.1", 0)))

        def serve(door: socket.socket) -> None:
            with suppress(OSError):
                while True:
                    guest, _ = door.accept()
                    guests.append(1)
                    with suppress(OSError), guest:
                        talk(guest)

        Thread(target=serve, args=(doors[-1],), daemon=True).start()
        return doors[-1].getsockname()[1], guests

    yield open_one
    for one in doors:
        one.close()


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_wrong_certificate_is_listed_at_once(
    job: Job, door: Callable[[Talk], tuple[int, list[int]]], tmp_path: Path, program: str
) -> None:
    """A certificate that nobody vouches for: one try, whatever TRIES says."""
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    call = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 2 -keyout"
    subprocess.run([*call.split(), key, "-out", made], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)

    def talk(guest: socket.socket) -> None:
        with context.wrap_socket(guest, server_side=True) as safe:
            safe.recv(1)

    port, guests = door(talk)

    done = job.run(program, listed(job, f"https://127.0.0.1:{port}/"), "pages")

    assert done.out.splitlines()[0] == "0 done, 1 failed, 0 not tried"
    assert (": SSLError: " if "threads" in program else ": ConnectError: [SSL: ") in done.out
    assert len(guests) == 1


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_refused_connection_is_tried_again(job: Job, program: str) -> None:
    """As often as TRIES says: the program counts its own tries."""
    caught = f"    except {'PASSING' if 'threads' in program else 'Exception'} as error:\n"
    edits = {
        "TRIES, BASE, CAP = 5, 0.5, 30.0": "TRIES, BASE, CAP = 3, 0.01, 0.05",
        caught: f'{caught}        os.write(2, b"passing\\n")\n',
    }

    done = job.run(program, listed(job, "http://127.0.0.1:1/"), "pages", edits=edits)

    name = "ConnectionError" if "threads" in program else "ConnectError"
    assert done.err.count("passing") == 3
    assert done.out.splitlines()[1] == f"http://127.0.0.1:1/: {name}"


def test_headers_that_trickle_are_no_wait(
    job: Job, door: Callable[[Talk], tuple[int, list[int]]]
) -> None:
    """Three times the limit for a wait, and requests still reads the first line of them."""
    over = Event()

    def talk(guest: socket.socket) -> None:
        guest.recv(9999)
        guest.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(30):
            guest.sendall(b"a")
            over.wait(0.1)
        guest.sendall(b"\r\nContent-Length: 4\r\n\r\nwell")

    port, _ = door(talk)
    source = f"""import requests
print(requests.get("http://127.0.0.1:{port}/", timeout=1).text)"""

    done = job.start_text("download_threads", source).finish()

    assert (done.out, done.code) == ("well\n", 0)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("limit", ["each", "all"])
def test_headers_that_trickle_are_cut(
    job: Job, door: Callable[[Talk], tuple[int, list[int]]], limit: str, program: str
) -> None:
    """They would come for ever; the limit of an address, or of all, ends them."""
    over = Event()

    def talk(guest: socket.socket) -> None:
        guest.recv(9999)
        guest.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not over.wait(0.1):
            guest.sendall(b"a")

    port, guests = door(talk)
    urls = listed(job, f"http://127.0.0.1:{port}/")
    edits = {"PER_URL = 120.0": "PER_URL = 0.5"} if limit == "each" else {}

    done = job.run(program, urls, "pages", "--limit", 3600 if edits else 1, edits=edits)
    over.set()

    ends = ["0 done, 1 failed, 0 not tried", "0 done, 0 failed, 1 not tried"]
    assert done.out.splitlines()[0] == ends[limit == "all"]
    assert done.out.splitlines()[1].endswith("time limit" if edits else "not tried")
    assert (done.code, len(guests), list((job.folder / "pages").iterdir())) == (1, 1, [])


def test_retry_after_is_slept_through(job: Job) -> None:
    """By the sleep that no event ends; six hours are the cap of the releases that have one."""
    server = Server()
    source = f"""
import time
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

retry = Retry(3, status_forcelist=[429], backoff_max=0.5)
web = requests.Session()
web.mount("http://", HTTPAdapter(max_retries=retry))
time.sleep = print
print(web.get("{server.url}/wish/9").status_code, retry.retry_after_max)
"""

    done = job.start_text("download_threads", source).finish()
    server.end()

    assert done.out == "9\n200 21600\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_second_signal_may_leave_a_half_file(job: Job, program: str) -> None:
    """Whoever leaves at once removes nothing."""
    server = Server()
    urls = listed(job, f"{server.url}/trickle/1")
    run = job.start(program, urls, "pages", edits=DEAF[program] | ticking())
    run.until(lambda: any((job.folder / "pages").glob("*.part")))

    run.send_all(2)
    run.said("stopping")
    run.send_all(2)
    done = run.finish(30)
    server.end()

    assert done.code == 130
    assert len(list((job.folder / "pages").glob("*.part"))) == 1


def test_two_addresses_have_two_names(job: Job) -> None:
    """Two that begin with the same ten digits: more digits tell them apart."""
    source = find("jobs/download_threads").shown.partition("def target_of")[2]
    text = "from hashlib import sha256\nfrom pathlib import Path\nfrom re import sub\n\n\n"
    text += f"def target_of{source.partition(chr(10) * 3)[0]}\n\n"
    for number in (562170, 1176846):
        text += f'print(target_of(Path("out"), "http://h/p?{number}").name)\n'

    names = job.start_text("fill_database", text).finish().out.split()

    assert names[0][:10] == names[1][:10]
    assert names[0] != names[1]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_body_without_a_length_counts_as_whole(
    job: Job, door: Callable[[Talk], tuple[int, list[int]]], program: str
) -> None:
    """Nobody can tell that the connection ended too soon."""

    def talk(guest: socket.socket) -> None:
        guest.recv(9999)
        guest.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of")

    port, guests = door(talk)

    done = job.run(program, listed(job, f"http://127.0.0.1:{port}/page"), "pages")

    assert (done.out, len(guests)) == ("1 done, 0 failed, 0 not tried\n", 1)
    assert [page.read_text() for page in (job.folder / "pages").iterdir()] == ["half of"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_chunked_body_that_is_cut_is_tried_again(
    job: Job, door: Callable[[Talk], tuple[int, list[int]]], program: str
) -> None:
    """The last chunk says that it is whole: cut between two chunks, or in one, it is not."""
    rests = ["", "", "9\r\nhalf", "0\r\n\r\n"]

    def talk(guest: socket.socket) -> None:
        guest.recv(9999)
        head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwell\r\n"
        guest.sendall((head + rests.pop(0)).encode())

    port, guests = door(talk)
    urls = listed(job, f"http://127.0.0.1:{port}/page")

    done = job.run(program, urls, "pages", edits=QUICK)

    assert (done.out, len(guests)) == ("1 done, 0 failed, 0 not tried\n", 4)
    assert [page.read_text() for page in (job.folder / "pages").iterdir()] == ["well"]


def test_a_request_has_no_limit_unless_it_is_given_one() -> None:
    """The wait for a connection and for an answer is given none, and the socket has none."""
    given: list[object] = []

    class Adapter(requests.adapters.HTTPAdapter):
        def send(self, *_: object, **options: object) -> requests.Response:  # type: ignore[override]
            given.append(options["timeout"])
            raise requests.ConnectionError

    with requests.Session() as session:
        session.mount("http://", Adapter())
        for options in ({}, {"timeout": 5}):
            with pytest.raises(requests.ConnectionError):
                session.get("http://127.0.0.1/", **options)  # type: ignore[arg-type]

    assert given == [None, 5]
    assert socket.getdefaulttimeout() is None
