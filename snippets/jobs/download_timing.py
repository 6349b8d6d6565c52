# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How long pages take from a server that waits for each: one after
the other, and by threads with a connection each."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from pyperf import Runner

PAGES, PAUSE = 32, 0.1


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer goes out whole

    def do_GET(self) -> None:
        time.sleep(PAUSE)  # stands for a way to the server, and back
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 64  # that come at once


@cache
def server() -> Server:
    made = Server(("127.0.0.1", 0), Handler)
    Thread(target=made.serve_forever, daemon=True).start()
    return made


def fetch(pages: int) -> None:
    place = HTTPConnection(
        "127.0.0.1", server().server_port, timeout=30
    )
    with closing(place) as web:
        for number in range(pages):
            web.request("GET", f"/{number}")
            assert web.getresponse().read() == b"page"


def seconds(loops: int, threads: int) -> float:
    server()
    begin = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fetch, [PAGES * loops // threads] * threads))
    return time.perf_counter() - begin


def main() -> None:
    runner = Runner(processes=2, values=3, loops=1)
    for threads in 1, 4, 16:
        name = f"{threads} at a time"
        runner.bench_time_func(name, seconds, threads)


if __name__ == "__main__":
    main()
