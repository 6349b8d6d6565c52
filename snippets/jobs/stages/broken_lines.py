"""A web server that hangs up in the middle of each file, and from which
one file is taken away meanwhile."""

from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread

PATHS = ["line/1", "line/2", "deaf/1", "fresh/1", "gone/1"]
MOST = 40_000  # bytes until it hangs up


def text_of(number: int) -> bytes:
    return Random(number).randbytes(100_000)


class Server(ThreadingHTTPServer):
    """Notes what it is asked for, and from which byte on."""

    daemon_threads = True

    def __init__(self, handler: type["Handler"] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), handler or Handler)
        self.tries = Counter[str]()
        self.asked = list[tuple[str, str]]()
        self.url = f"http://127.0.0.1:{self.server_port}"
        Thread(target=self.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers by the first part of the path."""

    server: Server

    def do_GET(self) -> None:
        self.server.tries[self.path] += 1
        asked = self.headers.get("Range", "")
        self.server.asked.append((self.path, asked))
        kind = self.path.split("/")[1]
        getattr(self, kind, self.missing)(self.server.tries[self.path])

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def give(
        self, number: int, tag: str, first: int, most: int
    ) -> None:
        """A file from a byte on, and so many bytes of it."""
        text = text_of(number)
        rest, size = text[first:], len(text)
        self.send_response(206 if first else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(rest)))
        if first:
            given = f"bytes {first}-{size - 1}/{size}"
            self.send_header("Content-Range", given)
        self.end_headers()
        self.wfile.write(rest[:most])

    def first(self, tag: str) -> int:
        """From which byte on it is asked for this very file."""
        asked = self.headers.get("Range", "bytes=0-")
        same = self.headers.get("If-Range") == tag
        return int(asked[6:-1]) if same else 0

    def line(self, tries: int) -> None:
        self.give(1, '"one"', self.first('"one"'), MOST)

    def deaf(self, tries: int) -> None:
        """It does not know of ranges, and holds out at last."""
        self.give(1, '"one"', 0, tries * MOST)

    def fresh(self, tries: int) -> None:
        """After the first try it is another file."""
        tag = '"one"' if tries == 1 else '"two"'
        self.give(min(tries, 2), tag, self.first(tag), MOST)

    def gone(self, tries: int) -> None:
        if tries > 1:
            return self.missing(tries)
        self.line(tries)

    def missing(self, tries: int) -> None:
        self.send_error(404)


def stage() -> Iterator[None]:
    server = Server()
    Path("urls.txt").write_text(
        "\n".join(f"{server.url}/{path}" for path in PATHS)
    )
    yield
    server.end()
