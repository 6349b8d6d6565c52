"""Runs a job's program as its user would, beside what it needs, and looks at what it leaves."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from recorder.pythons.environments import NoEnvironment, python_for
from recorder.pythons.interpreters import Interpreter
from shelf import find
from tests.jobs.places import INSIDE, METHODS, PYTHONS, interpreter_for
from tests.signalled import TICKS

#: Seconds until a job that should have ended is called stuck.
LIMIT = 120.0
#: Seconds that the resource tracker of multiprocessing may outlive its program.
GRACE = 5.0


#: An event for which Ctrl-C is pressed each time the main thread holds its lock in `set`.
STRUCK = """\
import threading


class Held(threading.Condition):
    def __enter__(self) -> bool:
        held = super().__enter__()
        if threading.current_thread() is threading.main_thread():
            signal.raise_signal(signal.SIGINT)
        return held


class Struck(Event):
    def __init__(self) -> None:
        super().__init__()
        self._cond = Held(threading.Lock())


"""


@dataclass
class Done:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass
class Run:
    """A program that runs; `finish` waits for its end and holds it to leave nothing."""

    process: subprocess.Popen[bytes]
    mark: str
    out: Path
    err: Path

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until something outside has happened, and say so if it never does."""
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, f"it never happened; stderr:\n{self.err.read_text()}"
            ended = self.process.poll()
            assert ended is None, f"it ended before, {ended}:\n{self.err.read_text()}"
            time.sleep(0.01)  # between two looks

    def said(self, word: str) -> None:
        """Wait until it has written `word` to its standard error or output."""
        self.until(lambda: word in self.err.read_text() + self.out.read_text())

    def others(self) -> list[int]:
        """The processes that it has started and that are still there."""
        return [pid for pid in marked(self.mark) if pid != self.process.pid]

    def until_all_end(self, limit: float = LIMIT) -> None:
        """Wait for its last process, where the program does not see to that itself."""
        end = time.monotonic() + limit
        while left := marked(self.mark):
            assert time.monotonic() < end, f"left behind: {[command(pid) for pid in left]}"
            self.process.poll()
            time.sleep(0.05)  # between two looks

    def send(self, number: int) -> None:
        """Send a signal to the program itself."""
        self.process.send_signal(number)

    def send_all(self, number: int) -> None:
        """Send a signal to its whole group, as a terminal does."""
        os.killpg(self.process.pid, number)

    def finish(self, limit: float = LIMIT) -> Done:
        """Its end within `limit`; nothing may be left of it."""
        try:
            code = self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGABRT)  # by which it says where each thread stands
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE)
            stacks = self.err.read_text()
            raise AssertionError(f"still there after {limit} s; stderr:\n{stacks}") from None
        end = time.monotonic() + GRACE
        while (left := marked(self.mark)) and time.monotonic() < end:
            time.sleep(0.02)  # between two looks
        assert not left, f"left behind: {[command(pid) for pid in left]}"
        text = [file.read_text(errors="backslashreplace") for file in (self.out, self.err)]
        print(text[1], file=sys.stderr, end="")  # shown with a test that fails
        return Done(code, *text)


def marked(mark: str) -> list[int]:
    """The processes whose environment holds `mark`, less those that have ended."""
    found, sought = [], mark.encode()
    for name in filter(str.isdigit, os.listdir("/proc")):  # many times a second, so as is quickest
        with suppress(OSError), open(f"/proc/{name}/environ", "rb", buffering=0) as environ:
            if sought not in environ.read():
                continue
            state = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                found.append(int(name))
    return found


def command(pid: int) -> str:
    """What a process was started with."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
        return f"{pid}: {words.decode(errors='replace')[:200]}"
    return f"{pid}: gone"


@dataclass
class Job:
    """One program of snippets/jobs, in a folder of its own, on one Python.

    A program of another topic has the topic's name before its own.
    """

    folder: Path
    temporary: str
    interpreter: Interpreter
    method: str
    runs: list[Run] = field(default_factory=list)

    def start(self, name: str, *words: object, edits: dict[str, str] | None = None) -> Run:
        """Start the program `name` with these arguments, some of its lines edited."""
        source = find(stem_of(name)).source
        for old, new in (edits or {}).items():
            assert old in source, f"{name} has no longer: {old}"
            source = source.replace(old, new)
        return self.start_text(name, source, *words)

    def start_text(self, name: str, source: str, *words: object) -> Run:
        """Start a text with the packages of the program `name`, and under its name."""
        try:
            python = python_for(find(stem_of(name)), self.interpreter)
        except NoEnvironment as why:
            if os.environ.get("CI") and "no wheel" not in str(why):
                raise
            pytest.skip(str(why))
        script = self.folder / f"{Path(name).name}.py"
        fresh = script.with_suffix(".fresh")
        fresh.write_text(source, encoding="utf-8")
        fresh.replace(script)  # one that starts meanwhile reads a whole file
        number = len(self.runs)
        mark = f"JOB_MARK={self.folder.name}-{os.getpid()}-{number}"
        out, err = self.folder.parent / f"out-{number}", self.folder.parent / f"err-{number}"
        variables = {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "TMPDIR": self.temporary,
            "LANG": "C.UTF-8",
            "JOB_MARK": mark.partition("=")[2],
            "PYTHONFAULTHANDLER": "1",
        }
        if self.method:
            variables |= {"PYTHONPATH": str(INSIDE), "FORCED_START_METHOD": self.method}
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                [python, script.name, *map(str, words)],
                cwd=self.folder,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        run = Run(process, mark, out, err)
        self.runs.append(run)
        return run

    def run(self, name: str, *words: object, edits: dict[str, str] | None = None) -> Done:
        """Run it to its end."""
        return self.start(name, *words, edits=edits).finish()

    def lines(self, name: str, text: str) -> list[str]:
        """What a text prints, line by line, with the packages of the program `name`."""
        done = self.start_text(name, textwrap.dedent(text)).finish()
        assert done.code == 0, done.err
        return done.out.splitlines()


def stem_of(name: str) -> str:
    """The stem of a program that is named with its topic or without."""
    return name if "/" in name else f"jobs/{name}"


@pytest.fixture
def job(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Job]:
    """A folder, and one of the Pythons and start methods; another one each day.

    ``--on`` and ``--start-method`` name them; a module may have `PYTHONS` of its own.
    What the test has started and not ended is ended here.
    """
    day = datetime.date.today().toordinal()
    turn = zlib.crc32(request.node.name.encode()) + day
    named, usual = request.config.getoption("--on"), getattr(request.module, "PYTHONS", PYTHONS)
    tags = [named] if named else usual
    interpreter = interpreter_for(tags, turn)
    method = request.config.getoption("--start-method") or METHODS[turn // 7 % len(METHODS)]
    request.node.user_properties.append(
        ("ran on", f"{interpreter.tag}, {method or 'its own method'}")
    )
    folder = tmp_path / "job"
    folder.mkdir()
    # not below tmp_path: a fork server's socket has a path of 107 bytes at most
    with tempfile.TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True) as temporary:
        made = Job(folder, temporary, interpreter, method)
        yield made
        for run in made.runs:
            for pid in marked(run.mark):
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                run.process.wait(5)


def ticking() -> dict[str, str]:
    """An edit by which main looks for signals all the time, whatever it waits in."""
    line = "    signal.signal(signal.SIGINT, on_signal)\n"
    return {line: TICKS + line}


def not_before(name: str, line: str = "    sys.exit(128 + caught[0]") -> dict[str, str]:
    """An edit by which a program goes on to that line when a file is there.

    Without another it is the last: after that one Python hears no signal any more.
    """
    wait = f"    while not __import__('os').path.exists({name!r}):\n"
    return {line: f"{wait}        __import__('time').sleep(0.01)\n{line}"}
