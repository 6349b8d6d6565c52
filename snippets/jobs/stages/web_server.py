"""Two web servers on this machine; some pages are busy at first, cut
short, or not there."""

import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread

PATHS = [f"page/{n}" for n in range(20)] + [
    "busy/2",
    "move/1",
    "page/0",
]
WRONG = ["missing/1", "cut/9"]


class Server(ThreadingHTTPServer):
    """Counts what it is asked, and how much of it at a time."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock, self.over = Lock(), Event()
        self.tries, self.now, self.peak = Counter[str](), 0, 0
        self.doors = 0
        self.url = f"http://127.0.0.1:{self.server_port}"
        Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        self.doors += 1
        request, address = super().get_request()
        return request, address

    def end(self) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers by the first part of the path, and with its number."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path, _, _ = self.path.partition("?")
        kind, _, rest = path.strip("/").partition("/")
        number = float(rest) if rest[:1].isdigit() else 0.0
        with self.server.lock:
            self.server.tries[self.path] += 1
            tries = self.server.tries[self.path]
            self.server.now += 1
            self.server.peak = max(self.server.peak, self.server.now)
        try:
            with suppress(OSError):
                getattr(self, kind, self.missing)(number, tries)
        finally:
            with self.server.lock:
                self.server.now -= 1

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, code: int, length: int = -1, **head: str) -> None:
        body = f"{self.path}\n".encode() * 100 if code == 200 else b""
        self.send_response(code)
        for name, value in head.items():
            self.send_header(name.replace("_", "-"), value)
        size = len(body) if length < 0 else length
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(body)

    def page(self, _: float, tries: int) -> None:
        self.answer(200)

    def missing(self, _: float, tries: int) -> None:
        self.answer(404)

    def busy(self, times: float, tries: int) -> None:
        self.answer(503 if tries <= times else 200)

    def wish(self, seconds: float, tries: int) -> None:
        if tries > 1:
            return self.answer(200)
        self.answer(429, Retry_After=f"{seconds:g}")

    def move(self, number: float, tries: int) -> None:
        self.answer(302, Location=f"/page/{number:g}")

    def slow(self, seconds: float, tries: int) -> None:
        self.server.over.wait(seconds)
        self.answer(200)

    def cut(self, times: float, tries: int) -> None:
        self.close_connection = tries <= times
        self.answer(200, 9999 if tries <= times else -1)

    def reset(self, times: float, tries: int) -> None:
        if tries > times:
            return self.answer(200)
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger
        )
        self.close_connection = True
        self.connection.close()

    def trickle(self, number: float, tries: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.server.over.wait(0.1):
            self.wfile.write(b"x")

    def deaf(self, number: float, tries: int) -> None:
        self.server.over.wait()


def stage() -> Iterator[None]:
    one, two = Server(), Server()
    urls = [f"{server.url}/{p}" for p in PATHS for server in (one, two)]
    urls += [f"{one.url}/{path}" for path in WRONG]
    Path("urls.txt").write_text("\n".join(urls))
    yield
    for server in (one, two):
        server.end()
