"""Large files that break off, from a server that knows of ranges or does not."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from email.message import Message
from io import BytesIO
from pathlib import Path
from threading import Event
from unittest.mock import MagicMock
from urllib.error import HTTPError

import pytest

from shelf import find
from snippets.jobs import continue_download
from snippets.jobs.continue_download import Target
from snippets.jobs.stages.broken_lines import MOST, Handler, Server, text_of
from tests.jobs.conftest import Done, Job, ticking

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: No pause worth speaking of between two tries.
QUICK = {"TRIES, BASE, CAP = 5, 0.5, 30.0": "TRIES, BASE, CAP = 5, 0.01, 0.05"}
#: More than any Python keeps back before it writes.
HELD = 1_000_000
REST = "bytes=40000-"


class Odd(Handler):
    """Answers that a server should not give, or gives seldom."""

    over = Event()

    def careless(self, tries: int) -> None:
        """It has another file by now, and overlooks `If-Range`."""
        asked = self.headers.get("Range", "bytes=0-")
        tag = '"one"' if tries == 1 else '"two"'
        self.give(min(tries, 2), tag, int(asked[6:-1]), MOST if tries == 1 else 100_000)

    def shifted(self, tries: int) -> None:
        """From another byte on than it was asked."""
        first = self.first('"one"')
        self.give(1, '"one"', first and first + 1, MOST if tries == 1 else 100_000)

    def short(self, tries: int) -> None:
        """Less than it was asked, as it may, and says so."""
        first = self.first('"one"')
        text = text_of(1)
        last = min(first + 30_000, len(text))
        self.send_response(206 if first else 200)
        self.send_header("ETag", '"one"')
        if first:
            self.send_header("Content-Length", str(last - first))
            self.send_header("Content-Range", f"bytes {first}-{last - 1}/{len(text)}")
        else:
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[first:last])

    def weak(self, tries: int) -> None:
        """A tag of like bytes, not of the very bytes."""
        self.give(1, 'W/"one"', self.first('W/"one"'), MOST * tries)

    def bare(self, tries: int) -> None:
        """No tag at all."""
        text = text_of(1)
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[: MOST * tries])

    def beyond(self, tries: int) -> None:
        """It has no such part."""
        if self.headers.get("Range"):
            return self.send_error(416)
        self.give(1, '"one"', 0, MOST if tries == 1 else 100_000)

    def chunked(self, tries: int) -> None:
        """In chunks, of which the last is missing at first."""
        first, text = self.first('"one"'), text_of(1)
        rest = text[first:][: MOST if tries == 1 else len(text)]
        self.send_response(206 if first else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Transfer-Encoding", "chunked")
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(text) - 1}/{len(text)}")
        self.end_headers()
        self.wfile.write(f"{len(rest):x}\r\n".encode() + rest + b"\r\n")
        self.wfile.write(b"0\r\n\r\n" if tries > 1 else b"")

    def busy(self, tries: int) -> None:
        """Asked to wait, then there."""
        if tries > 2:
            return self.line(tries)
        self.send_response(503)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def stays(self, tries: int) -> None:
        """The end does not come, however often it is asked for."""
        self.give(1, '"one"', self.first('"one"'), MOST if tries == 1 else 0)

    def hold(self, tries: int) -> None:
        """At the first try it stops in the middle, and does not hang up."""
        text = text_of(1) * 20
        first = self.first('"one"')
        self.send_response(206 if first else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(text) - first))
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(text) - 1}/{len(text)}")
        self.end_headers()
        if tries > 1:
            self.wfile.write(text[first:])
            return
        self.wfile.write(text[:HELD])
        self.over.wait()

    def handle_one_request(self) -> None:
        """HTTP/1.1, in which there are chunks; each connection for one request."""
        self.protocol_version = "HTTP/1.1"
        super().handle_one_request()
        self.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    """One, which is ended."""
    Odd.over.clear()
    made = Server(Odd)
    yield made
    Odd.over.set()
    made.end()


@pytest.fixture
def get(job: Job, server: Server) -> Callable[..., Done]:
    """Downloads some paths of the server."""

    def run(*paths: str, workers: int = 4) -> Done:
        listed(job, server, *paths)
        words = "urls.txt", "files", "--workers", workers
        return job.run("continue_download", *words, edits=QUICK)

    return run


def listed(job: Job, server: Server, *paths: str) -> None:
    """The file of addresses."""
    (job.folder / "urls.txt").write_text("\n".join(f"{server.url}/{path}" for path in paths))


def kept(job: Job) -> list[bytes]:
    """What the whole files hold."""
    files = (job.folder / "files").iterdir()
    return [path.read_bytes() for path in files if not path.suffix]


def endings(job: Job) -> list[str]:
    """The endings of the files, whole ones have none."""
    return sorted(path.suffix for path in (job.folder / "files").iterdir())


@pytest.mark.parametrize("workers", [1, 5])
def test_what_breaks_off_goes_on_where_it_stopped(
    job: Job, server: Server, get: Callable[..., Done], workers: int
) -> None:
    """Each byte is asked for once, and the report is the same for each number of workers."""
    done = get("line/1", "line/2", "line/1", "missing/1", workers=workers)

    assert done.out.splitlines()[0] == "2 done, 1 failed, 0 left"
    assert (done.out.count("HTTP 404"), done.code) == (1, 1)
    assert kept(job) == [text_of(1)] * 2
    assert endings(job) == ["", ""]
    for path in ("/line/1", "/line/2"):
        assert [r for p, r in server.asked if p == path] == ["", REST, "bytes=80000-"]


@pytest.mark.parametrize(
    ("path", "asked", "number"),
    [
        ("deaf/1", ["", REST, "bytes=80000-"], 1),
        ("fresh/1", ["", REST, REST, "bytes=80000-"], 2),
        ("careless/1", ["", REST, ""], 2),
        ("shifted/1", ["", REST, ""], 1),
        ("short/1", ["", "bytes=30000-", "bytes=60000-", "bytes=90000-"], 1),
        ("weak/1", ["", "", ""], 1),
        ("bare/1", ["", "", ""], 1),
        ("beyond/1", ["", REST, ""], 1),
        ("chunked/1", ["", REST], 1),
        ("busy/1", ["", "", "", REST, "bytes=80000-"], 1),
    ],
)
def test_no_file_is_put_together_of_two(
    job: Job, server: Server, get: Callable[..., Done], path: str, asked: list[str], number: int
) -> None:
    """Whatever the server makes of the wish for a part, the file is whole and one."""
    done = get(path)

    assert (done.out, done.code) == ("1 done, 0 failed, 0 left\n", 0)
    assert kept(job) == [text_of(number)]
    assert [r for _, r in server.asked] == asked
    assert endings(job) == [""]


def test_tries_without_a_new_byte_are_counted(
    job: Job, server: Server, get: Callable[..., Done]
) -> None:
    """After TRIES of them it is listed; what has come stays for the next start."""
    done = get("stays/1")

    assert done.out.splitlines()[0] == "0 done, 1 failed, 0 left"
    assert done.out.endswith("/stays/1: OSError: cut short\n")
    assert [r for _, r in server.asked] == ["", *[REST] * 5]
    assert endings(job) == [".etag", ".part"]


def test_the_next_start_goes_on(job: Job, server: Server, get: Callable[..., Done]) -> None:
    """A file that was whole is not asked for, one that failed from where it stopped."""
    first = get("gone/1", "line/1")
    server.tries.clear()
    server.asked.clear()
    second = get("gone/1", "line/1")

    assert first.out.splitlines()[0] == "1 done, 1 failed, 0 left"
    assert second.out == first.out
    assert server.asked == [("/gone/1", REST), ("/gone/1", "bytes=80000-")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_keeps_what_has_come(job: Job, server: Server, number: int) -> None:
    """Also SIGKILL: the next start asks for the rest alone."""
    listed(job, server, "hold/1")
    edits = {
        "            os._exit(code)": '            sys.exit("cut off")',
        "READ = 10.0": "READ = 600.0",
        "GRACE = 5.0": "GRACE = 60.0",
        "        stop.set()\n": '        stop.set()\n        os.write(2, b"stopped\\n")\n',
    }
    run = job.start("continue_download", "urls.txt", "files", edits=edits)
    run.until(lambda: any(part.stat().st_size for part in parts(job)))

    run.send(number)
    if number != signal.SIGKILL:
        run.said("stopped")
    Odd.over.set()
    first = run.finish(60)
    (part,) = parts(job)
    size = part.stat().st_size
    second = job.run("continue_download", "urls.txt", "files")

    assert first.code == (-number if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in first.err
    assert "cut off" not in first.err
    if number != signal.SIGKILL:
        assert first.out.splitlines()[0] == "0 done, 0 failed, 1 left"
    assert 0 < size <= HELD
    assert server.asked[-1] == ("/hold/1", f"bytes={size}-")
    assert (second.out, kept(job)) == ("1 done, 0 failed, 0 left\n", [text_of(1) * 20])


def parts(job: Job) -> list[Path]:
    """The half files."""
    return list((job.folder / "files").glob("*.part"))


@pytest.mark.parametrize("twice", [False, True])
def test_a_connection_that_hangs_does_not_hold_the_exit(
    job: Job, server: Server, twice: bool
) -> None:
    """After GRACE it leaves, and at once after a second signal."""
    listed(job, server, "hold/1")
    edits = {"READ = 10.0": "READ = 600.0"} | ({} if twice else {"GRACE = 5.0": "GRACE = 0.1"})
    edits |= ticking() | {"GRACE = 5.0": "GRACE = 600.0"} if twice else {}
    edits["        caught.append(number)\n"] = (
        '        caught.append(number)\n        os.write(2, b"caught\\n")\n'
    )
    run = job.start("continue_download", "urls.txt", "files", edits=edits)
    run.until(lambda: any(part.stat().st_size for part in parts(job)))

    run.send(signal.SIGINT)
    run.said("caught")
    if twice:
        run.send(signal.SIGINT)
    done = run.finish(60)

    assert done.code == 130
    assert done.out == ("" if twice else f"0 done, 0 failed, 1 left\n{server.url}/hold/1: left\n")


def test_a_mark_that_is_torn_begins_anew(
    job: Job, server: Server, get: Callable[..., Done]
) -> None:
    """Half a tag, or none, is no reason to ask for the rest."""
    get("gone/1")
    for text in (b"", b'"on', b"\xff"):
        (mark,) = (job.folder / "files").glob("*.etag")
        mark.write_bytes(text)
        server.tries.clear()
        server.asked.clear()
        get("gone/1")
        assert server.asked[0] == ("/gone/1", "")


def test_no_tag_stands_by_bytes_of_another(
    job: Job, server: Server, get: Callable[..., Done]
) -> None:
    """Killed between the two writes of a beginning, it is whole and one after the next start."""
    listed(job, server, "fresh/1")
    above = '        """Empty it first: no byte may be of another tag."""\n'
    first = find("jobs/continue_download").source.partition(above)[2].splitlines()[0]
    edits = QUICK | {
        above: f"{above}        old = self.size()\n",
        f"{first}\n": f"{first}\n        if old:\n            os._exit(9)\n",
    }
    killed = job.run("continue_download", "urls.txt", "files", edits=edits)

    done = get("fresh/1")

    assert (killed.code, done.code) == (9, 0)
    assert kept(job) == [text_of(2)]


def test_a_server_that_falls_silent_is_left(job: Job, server: Server) -> None:
    """After READ, and what has come stays: the next try asks for the rest."""
    listed(job, server, "hold/1")
    edits = QUICK | {"READ = 10.0": "READ = 1.0"}

    done = job.run("continue_download", "urls.txt", "files", edits=edits)

    assert (done.out, done.code) == ("1 done, 0 failed, 0 left\n", 0)
    assert kept(job) == [text_of(1) * 20]


def test_none_and_wrong_calls(job: Job, server: Server, get: Callable[..., Done]) -> None:
    """An empty list is a report with zeros; where nobody says it would be four at once."""
    (job.folder / "none.txt").touch()
    parsed = "    args = parser.parse_args()\n"
    edits = {parsed: f"{parsed}    print(args.workers)\n"}
    none = job.run("continue_download", "none.txt", "new/files", edits=edits)
    wrong = get("line/1", workers=0)

    assert (none.out, none.code) == ("4\n0 done, 0 failed, 0 left\n", 0)
    assert (job.folder / "new/files").is_dir()
    assert (wrong.out, wrong.code) == ("", 2)


def test_what_lasts_is_tried_once(job: Job, server: Server) -> None:
    """An address that is none, and a kind of address that nobody knows."""
    (job.folder / "urls.txt").write_text("http://[no nonsense odd://x")
    edits = {
        "                fetch(": '                os.write(2, b"try ")\n                fetch('
    }

    done = job.run("continue_download", "urls.txt", "files", edits=edits)

    assert done.out.splitlines()[0] == "0 done, 3 failed, 0 left"
    assert done.err == "try " * 3


@pytest.mark.parametrize("code", [404, 416, 417, 429, 430, 500, 501, 502, 503, 504, 505])
def test_a_status_that_may_pass_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """After a pause that doubles, or that was asked for, up to CAP; each answer is closed."""
    head, waits, answers = Message(), list[float](), list[BytesIO]()
    errors = list[HTTPError]()  # kept, since one that is dropped closes its answer

    def fetch(url: str, _: Target) -> None:
        answers.append(BytesIO())
        if len(answers) == 5:
            head["Retry-After"] = "100"
        errors.append(HTTPError(url, code, "", head, answers[-1]))
        raise errors[-1]

    monkeypatch.setattr(continue_download, "fetch", fetch)
    monkeypatch.setattr(continue_download, "uniform", lambda _, most: most)
    monkeypatch.setattr(continue_download.stop, "wait", waits.append)
    (tmp_path / "a.part").touch()

    assert continue_download.attempt("a", tmp_path) == f"HTTP {code}"
    again = code in (416, 429, 500, 502, 503, 504)
    assert waits == ([0.5, 1, 2, 4, 30] if again else [])
    assert all(answer.closed for answer in answers)


def test_who_is_asked_to_stop_takes_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has come stays, and the connection is closed."""
    stop, answer = Event(), MagicMock(status=200, length=None, headers={"ETag": '"one"'})
    answer.__enter__.return_value = answer
    answer.read1.side_effect = lambda _: stop.set() or b"some"
    monkeypatch.setattr(continue_download, "stop", stop)
    monkeypatch.setattr(continue_download, "urlopen", MagicMock(return_value=answer))
    target = Target(tmp_path, "a")

    with pytest.raises(InterruptedError):
        continue_download.fetch("http://a", target)
    assert (target.size(), target.tag()) == (4, '"one"')
    answer.__exit__.assert_called_once()


def test_a_refused_connection_is_tried_again(job: Job) -> None:
    """As often as TRIES says."""
    (job.folder / "urls.txt").write_text("http://127.0.0.1:1/")
    edits = QUICK | {
        "                fetch(": '                os.write(2, b"try ")\n                fetch('
    }

    done = job.run("continue_download", "urls.txt", "files", edits=edits)

    assert done.err == "try " * 5
    assert done.out.startswith("0 done, 1 failed, 0 left\n")


def test_an_error_in_main_ends_it(job: Job, server: Server) -> None:
    """The error is the last thing printed, and what has come stays."""
    listed(job, server, "hold/1")
    edits = {
        "READ = 10.0": "READ = 600.0",
        "GRACE = 5.0": "GRACE = 0.1",
        "            sleep(0.05)": "            if any(args.out.glob('*.part')):\n"
        '                raise ValueError("of main")\n            sleep(0.05)',
    }

    done = job.run("continue_download", "urls.txt", "files", edits=edits)

    assert done.out.splitlines()[0] == "0 done, 0 failed, 1 left"
    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1
