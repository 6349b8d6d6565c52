"""How long building, checking and running take: ``python -m tests.bench``.

Figures only.  No test depends on them, since they are the machine's as much
as ours; run it on an idle one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from recorder import ROOT, samples
from recorder.interpreters import ask
from recorder.record import natural_cell, observe, runs_in
from tests.checks.command import run, started
from tests.checks.site import QUIET

#: Seconds that any one thing may take.
PATIENCE = 120.0
REPEATS = 3
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache")


def build(checkout: Path) -> Iterator[tuple[str, str]]:
    """A full build, in a process of its own as `make site` does it."""
    took = []
    pages = 0
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            words = ["-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
            status, text = run(words, checkout, QUIET, limit=PATIENCE)
            took.append(time.perf_counter() - start)
            if status != 0:
                yield "full build", f"failed: {text.strip().splitlines()[0]}"
                return
            pages = sum(1 for _ in Path(folder).rglob("*.html"))
    seconds = median(took)
    yield "full build", f"{seconds:.2f} s"
    yield f"  per page ({pages} pages)", f"{seconds / pages:.3f} s"


def reload(checkout: Path) -> Iterator[tuple[str, str]]:
    """From saving a page to the new page being served, as `make serve` does it."""
    page = checkout / "docs" / "index.md"
    with serving(checkout) as (server, address):
        took = []
        if not answers(server, address, "</html>"):
            yield "saved page to served page", "the site is not served: see the full build"
            return
        for number in range(REPEATS):
            words = f"Edited number {number} by the benchmark."
            with page.open("a", encoding="utf-8") as file:
                file.write(f"\n{words}\n")
            start = time.perf_counter()
            answers(server, address, words)
            took.append(time.perf_counter() - start)
        yield "saved page to served page", f"{median(took):.2f} s"


@contextmanager
def serving(checkout: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server of the site of `checkout`, while it runs, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    words = ["-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,
        started(words, checkout, log, {**QUIET, "SITE_URL": address}) as server,
    ):
        yield server, address


def answers(server: subprocess.Popen[str], address: str, words: str) -> bool:
    """Whether the page at `address` comes to hold `words` while its server runs."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            if words in answer.read().decode():
                return True
        time.sleep(0.01)
    return False


def suite() -> Iterator[tuple[str, str]]:
    """All checks, as `make test` runs them after set-up."""
    start = time.perf_counter()
    jobs = os.environ.get("JOBS", "4")
    _, text = run(["-m", "pytest", "-q", "-n", jobs], ROOT, limit=1200.0)
    last = text.strip().splitlines()[-1].strip("= ")
    yield "all tests", f"{time.perf_counter() - start:.1f} s ({last})"


def programs() -> Iterator[tuple[str, str]]:
    """Each program once, one after another: how long it took, and what the runner added."""
    interpreter = ask(sys.executable)
    own, added = [], []
    for sample in samples().values():
        cell = natural_cell(sample.header, interpreter)
        if runs_in(sample, cell):
            continue
        start = time.perf_counter()
        result = observe(sample, interpreter, cell)
        own.append(result.wall)
        added.append(time.perf_counter() - start - result.wall)
    yield f"all programs once ({len(own)})", f"{sum(own) + sum(added):.1f} s"
    yield "  of which the programs", f"{sum(own):.1f} s (median {median(own):.2f} s)"
    yield "  of which the runner", f"{sum(added):.1f} s (median {median(added):.3f} s a program)"


def main() -> None:
    """Print one line for each figure, as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(shutil.copytree(ROOT, Path(folder) / "checkout", ignore=NOT_COPIED))
        for figures in (build(checkout), reload(checkout), programs(), suite()):
            for name, figure in figures:
                print(f"{name:<32} {figure}", flush=True)


if __name__ == "__main__":
    main()
