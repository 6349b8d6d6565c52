"""Runs a tool of ours with a limit, and leaves none of its processes behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from recorder.run.processes import end_with_all


@contextmanager
def started(
    words: Sequence[str],
    folder: Path,
    output: IO[str],
    variables: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """A tool while it runs; it is killed afterwards, with its group and all that it started.

    ``words`` follow the name of this interpreter.  What pytest tells its own
    children is left out: a pytest that is started here is on its own.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**ours, **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end_with_all(process)
        process.wait()


def run(
    words: Sequence[str],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    *,
    limit: float = 280.0,
) -> tuple[int | None, str]:
    """Run a tool in `folder`; its exit status and all that it printed.

    Past `limit` seconds it is stopped: the status is None, and what it printed
    ends with a line of ours that says so.  Where nobody says it that is a little
    before pytest stops whoever asked.
    """
    # A file and not a pipe: nobody who keeps it open can keep us waiting.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        status: int | None = None
        tool = started(words, folder, output, variables)
        with tool as process, suppress(subprocess.TimeoutExpired):
            status = process.wait(limit)
        output.seek(0)
        text = output.read()
        if status is None:
            text += f"\nstopped: it was still at work after {limit:g} seconds\n"
        return status, text
