"""The site of a checkout as `make serve` shows it, asked as a browser asks."""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.checks.site.site import QUIET
from tests.checks.work.command import started

#: Seconds that a server may take to begin, or to show a change.
PATIENCE = 120.0


@dataclass(frozen=True)
class Server:
    """A server that runs: its address, its log, the folder that it serves."""

    address: str
    process: subprocess.Popen[str]
    output: IO[str]
    temporary: Path

    def get(self, path: str = "") -> str:
        """What a browser gets at `path`."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def save(self, file: Path, text: str) -> None:
        """Write `text` to a file, and come back when the server tells browsers to look again."""
        match = re.search(r"livereload\((\d+), \d+\);", self.get())
        assert match, "the page does not wait for changes"
        before = int(match[1])
        file.write_text(text, encoding="utf-8")
        now = int(self.get(f"livereload/{before}/0"))  # answers when there is something new
        assert now > before, f"the change was not seen\n{self.log}"

    @property
    def log(self) -> str:
        """All that it printed so far."""
        self.output.seek(0)
        return self.output.read()

    @property
    def files(self) -> dict[str, tuple[int, bytes]]:
        """Every file of the site as it lies there: when it was written, and what it holds."""
        (folder,) = self.temporary.glob("mkdocs_*/sitemap.xml")
        site = folder.parent
        return {
            path.relative_to(site).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
            for path in site.rglob("*")
            if path.is_file()
        }


@contextmanager
def serving(checkout: Path) -> Iterator[Server]:
    """The server of the site of `checkout`, once it answers and while it runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    words = ["-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (
        tempfile.TemporaryDirectory() as temporary,
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,
        started(words, checkout, log, {**QUIET, "SITE_URL": address, "TMPDIR": temporary}) as run,
    ):
        server = Server(address, run, log, Path(temporary))
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError):
                server.get()
                break
            assert run.poll() is None, f"the server ended\n{server.log}"
            assert time.monotonic() < deadline, f"the server does not answer\n{server.log}"
            time.sleep(0.02)  # between two looks, not in place of one
        yield server
