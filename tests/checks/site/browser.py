"""A browser that reads the built site, as a server of pages would send it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.checks.site.site import ADDRESS

#: Where the site stands on its host; a link that forgets it is seen.
FOLDER = urlsplit(ADDRESS).path
#: Nothing leaves the machine: every other name is known to nobody.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--js-flags=--no-opt",  # a page lives too short for its scripts to be made fast
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
#: Milliseconds that any one thing in a browser may take.
PATIENCE = 60_000


@dataclass(frozen=True)
class Tool:
    """A tool that pip does not bring: its name, and what it is called on different systems."""

    name: str
    called: tuple[str, ...]
    variable: str

    def path(self) -> str:
        """Where it is; without it a check is left out, and in CI it fails."""
        found = os.environ.get(self.variable) or next(filter(None, map(which, self.called)), None)
        if found:
            return found
        words = f"there is no {self.name} here, so this is not checked: install {self.called[0]}"
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)


CHROMIUM = Tool("Chromium", ("chromium", "chromium-browser", "google-chrome", "chrome"), "CHROMIUM")
JAVA = Tool("Java", ("java",), "JAVA")


class _Pages(SimpleHTTPRequestHandler):
    """Sends a site that stands in a folder of its host, and its own page where there is none."""

    def translate_path(self, path: str) -> str:
        inside = urlsplit(path).path
        return super().translate_path("/" + inside.removeprefix(FOLDER))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the browser is asked what it got."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a site while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
        finally:
            server.shutdown()
            thread.join(PATIENCE / 1000)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser of its own, with nothing remembered."""
    path = CHROMIUM.path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE)
        try:
            yield chromium
        finally:
            chromium.close()
