"""Commands that fail, hang, ignore signals and leave children: `jobs/run_commands`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from threading import Event, current_thread
from typing import IO

import pytest

from snippets.jobs import run_commands
from tests.jobs.conftest import STRUCK, Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: Says that it has begun, and then stays, deaf to SIGTERM.
DEAF = """
import pathlib, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
signal.pause()
"""
CHILDREN = """
import pathlib, subprocess, sys
subprocess.Popen(["sleep", "600"])
pathlib.Path(sys.argv[1]).touch()
if len(sys.argv) > 2:
    subprocess.run(["sleep", "600"])
"""


def commands(job: Job, *lines: str) -> None:
    """The file of commands, and the programs that some of them run."""
    (job.folder / "deaf.py").write_text(DEAF)
    (job.folder / "children.py").write_text(CHILDREN)
    text = "\n".join(lines).replace("python", sys.executable)
    (job.folder / "list.txt").write_text(text, "utf-8", "surrogateescape")


@pytest.mark.parametrize("workers", [1, 3])
def test_each_ending_is_told_in_the_order_of_the_list(job: Job, workers: int) -> None:
    """Whatever the number of workers; outputs stand in files of their own."""
    job.folder.joinpath("no.sh").write_text("echo not executable\n")
    job.folder.joinpath("inner.sh").write_text("kill -9 $$\n")
    commands(
        job,
        "echo one",
        "sh -c 'echo two; echo wrong >&2; exit 3'",
        "no-such-program",
        "",
        "# a comment",
        "./no.sh",
        "sh -c 'kill -9 $$'",
        "sh -c 'sh inner.sh; exit $?'",
        "echo 'open",
        "cat",
        "printf '\\351\\n'",
        "echo one",
    )

    done = job.run("run_commands", "list.txt", "out", "--workers", workers)

    assert done.err == ""
    assert [line.rpartition(": ")[::2] for line in done.out.splitlines()] == [
        ("", "4 ok, 6 failed, 0 cancelled"),
        ("line 2: sh -c 'echo two; echo wrong >&2; exit 3'", "exit 3"),
        ("line 3: no-such-program", "not found"),
        ("line 6: ./no.sh", "not executable"),
        ("line 7: sh -c 'kill -9 $$'", "signal SIGKILL"),
        ("line 8: sh -c 'sh inner.sh; exit $?'", "exit 137"),
        ("line 9: echo 'open: ValueError", "No closing quotation"),
    ]
    assert done.code == 1
    outputs = {path.name: path.read_bytes() for path in (job.folder / "out").glob("*.out")}
    assert outputs["00001.out"] == outputs["00012.out"] == b"one\n"
    assert outputs["00002.out"] == b"two\n"
    assert (job.folder / "out/00002.err").read_bytes() == b"wrong\n"
    assert outputs["00011.out"] == b"\xe9\n"


def test_the_limit_ends_a_command_and_its_children(job: Job) -> None:
    """Deaf to SIGTERM or not, with children or without: nothing is left."""
    commands(job, "python deaf.py a", "python children.py b stay", "sh -c 'sleep 600 & wait'")

    done = job.run(
        "run_commands", "list.txt", "out", "--limit", 2, edits={"GRACE = 5.0": "GRACE = 0.5"}
    )

    assert [line.rpartition(": ")[2] for line in done.out.splitlines()] == [
        "0 ok, 3 failed, 0 cancelled",
        *["time limit"] * 3,
    ]


def test_a_child_in_the_background_ends_with_its_command(job: Job) -> None:
    """The command is good; what it left running is not kept."""
    commands(job, "python children.py a")

    done = job.run("run_commands", "list.txt", "out")

    assert (done.out, done.code) == ("1 ok, 0 failed, 0 cancelled\n", 0)


def test_much_output_goes_to_its_file(job: Job) -> None:
    """A hundred megabytes pass through no pipe and no memory of ours."""
    commands(job, "head -c 100000000 /dev/zero")

    done = job.run("run_commands", "list.txt", "out")

    assert done.code == 0
    assert (job.folder / "out/00001.out").stat().st_size == 100_000_000


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_signal_ends_all_commands(job: Job, number: int, twice: bool) -> None:
    """What was under way or waiting is cancelled; a second one does not wait for the deaf."""
    commands(job, "echo one", "python deaf.py a", "python children.py b stay", "echo four")
    edits = {"GRACE = 5.0": "GRACE = 600.0" if twice else "GRACE = 0.5"}
    run = job.start("run_commands", "list.txt", "out", "--workers", 2, edits=edits)
    begun = [job.folder / "a", job.folder / "b"]
    run.until(lambda: all(path.exists() for path in begun))

    run.send_all(number)
    if twice:
        run.until(lambda: len(run.others()) == 1)  # the deaf one
        run.send_all(number)
    done = run.finish(60)

    ends = [line.rpartition(": ")[2] for line in done.out.splitlines()]
    assert ends == ["1 ok, 0 failed, 3 cancelled", *["cancelled"] * 3]
    assert (done.err, done.code) == ("", 128 + number)


def test_a_signal_while_main_sets_the_event_hangs_nothing(job: Job) -> None:
    """It comes while main holds the lock of the event; all was done, and the status tells."""
    commands(job, "echo one")
    edits = {"stop, hurry = Event(), Event()": f"{STRUCK}stop, hurry = Struck(), Event()"}

    done = job.start("run_commands", "list.txt", "out", edits=edits).finish(60)

    assert (done.out, done.err, done.code) == ("1 ok, 0 failed, 0 cancelled\n", "", 130)


def test_two_signals_at_once_are_both_heard(job: Job) -> None:
    """They come before main looks; the commands are ended, and the deaf one is not waited for."""
    commands(job, "python deaf.py a")
    twice = "        if caught == [number]:\n            signal.raise_signal(signal.SIGTERM)\n"
    edits = {
        "GRACE = 5.0": "GRACE = 600.0",
        "        caught.append(number)\n": f"        caught.append(number)\n{twice}",
    }
    run = job.start("run_commands", "list.txt", "out", edits=edits)
    run.until((job.folder / "a").exists)
    run.send(signal.SIGINT)
    done = run.finish(60)

    assert done.out.splitlines()[0] == "0 ok, 0 failed, 1 cancelled"
    assert (done.err, done.code) == ("", 130)


def test_run_again_it_runs_what_failed(job: Job) -> None:
    """A command that ended well is not run again, unless its line has changed."""
    commands(job, "sh -c 'echo x >> runs'", "sh -c 'echo y >> runs; exit 1'", "echo old")
    first = job.run("run_commands", "list.txt", "out")
    commands(job, "sh -c 'echo x >> runs'", "sh -c 'echo y >> runs; exit 1'", "echo new")

    second = job.run("run_commands", "list.txt", "out")

    assert (first.out, first.code) == (second.out, second.code)
    assert sorted((job.folder / "runs").read_text().split()) == ["x", "y", "y"]
    assert (job.folder / "out/00003.out").read_text() == "new\n"


def test_no_command_and_wrong_calls(job: Job) -> None:
    """An empty list is a report with zeros; the folder for the outputs is made."""
    commands(job)
    none = job.run("run_commands", "list.txt", "new/out", "--limit", 0.5)
    calls = [("--workers", 0), ("--x",), ("--limit", 0)]
    wrong = [job.run("run_commands", "list.txt", "out", *words) for words in calls]

    assert (none.out, none.code) == ("0 ok, 0 failed, 0 cancelled\n", 0)
    assert (job.folder / "new/out").is_dir()
    assert [one.code for one in wrong] == [2, 2, 2]


def test_an_error_in_main_ends_the_commands(job: Job) -> None:
    """No new one begins, those under way are ended, the error is the last thing printed."""
    commands(job, "python children.py a stay", "touch later")
    edits = {
        "                thread.join(0.1)\n": "                thread.join(0.1)\n"
        '                if Path("a").exists():\n                    raise ValueError("of main")\n'
    }

    done = job.run("run_commands", "list.txt", "out", "--workers", 1, edits=edits)

    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1
    assert not Path(job.folder, "later").exists()


@pytest.mark.parametrize("raised", ["KeyboardInterrupt", "MemoryError", "SystemExit(1)"])
def test_an_error_in_a_worker_costs_its_command(job: Job, raised: str) -> None:
    """Whatever is raised between start and end: the command is ended, the others run."""
    commands(job, "python children.py a stay", "echo two")
    edits = {
        "        if not wait(process, limit, stop):\n": '        if "children.py" in words:\n'
        f"            raise {raised}\n        if not wait(process, limit, stop):\n"
    }

    done = job.run("run_commands", "list.txt", "out", "--workers", 1, edits=edits)

    assert done.out.splitlines()[0] == "1 ok, 1 failed, 0 cancelled"
    assert raised.partition("(")[0] in done.out


def test_a_line_is_printed_safely() -> None:
    """What is no UTF-8, or moves the cursor, is escaped."""
    assert run_commands.shown("caf\udce9 red\x1b[31m é") == "caf\\udce9 red\\x1b[31m é"


def test_what_went_well_is_told_by_no_words(tmp_path: Path) -> None:
    """Whether it was run now or before."""
    assert [run_commands.attempt(1, "true", tmp_path, 60) for _ in range(2)] == ["", ""]


def test_what_no_system_can_run_is_told(tmp_path: Path) -> None:
    """An empty file may be executable, and is no program: that is the system's own error."""
    (tmp_path / "empty").touch(0o755)

    end = run_commands.attempt(1, str(tmp_path / "empty"), tmp_path, 60)

    assert end.startswith("OSError: [Errno 8] Exec format error")


def test_the_files_are_closed_while_a_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the command holds them, so that many workers do not come to the limit of open files."""
    files, closed = list[IO[bytes]](), list[bool]()

    class Noted(Popen[bytes]):
        def __init__(
            self,
            words: list[str],
            stdin: int,
            stdout: IO[bytes],
            stderr: IO[bytes],
            process_group: int,
        ) -> None:
            files.extend([stdout, stderr])
            super().__init__(
                words, stdin=stdin, stdout=stdout, stderr=stderr, process_group=process_group
            )

    def wait(process: Popen[bytes], limit: float, _: Event) -> bool:
        closed.extend(file.closed for file in files)
        return process.wait(limit) == 0

    monkeypatch.setattr(run_commands, "Popen", Noted)
    monkeypatch.setattr(run_commands, "wait", wait)

    assert run_commands.run(["true"], tmp_path / "out", tmp_path / "err", 60) == ""
    assert closed == [True, True]


class Stays:
    """A process that ends when it is waited for so long, or never."""

    pid = 2**22 + 1  # more than there can be

    def __init__(self, ends: bool = False) -> None:
        self.ends = ends

    def poll(self) -> None:
        """It is there."""

    def wait(self, seconds: float | None) -> int:
        """Not for ever."""
        assert seconds is not None, "it would wait for ever"
        if not self.ends:
            raise TimeoutExpired("stays", seconds)
        return 0


def test_one_that_cannot_be_killed_costs_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hang in the system, and is given up GRACE after it was killed."""
    sent = list[int]()
    monkeypatch.setattr(run_commands, "Popen", lambda *_, **__: Stays())
    monkeypatch.setattr(run_commands, "signal_group", lambda _, number: sent.append(number))
    monkeypatch.setattr(run_commands, "GRACE", 0.01)

    end = run_commands.attempt(1, "stays", tmp_path, 0.01)

    assert end == "TimeoutExpired: Command 'stays' timed out after 0.01 seconds"
    assert sent == [signal.SIGTERM, signal.SIGKILL]


def test_a_limit_may_be_below_a_second() -> None:
    """A command that ends within it is waited for."""
    process: Popen[bytes] = Stays(ends=True)  # type: ignore[assignment]

    assert run_commands.wait(process, 0.5, Event())


def test_what_it_does_where_nobody_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eight workers that the exit waits for, a minute for a command; what none brings is lost."""
    served = list[tuple[float, bool]]()

    def serve(_: object, folder: Path, limit: float, ends: object) -> None:
        served.append((limit, current_thread().daemon))

    (tmp_path / "list.txt").write_text("true\n" * 10)
    words = ["run_commands.py", str(tmp_path / "list.txt"), str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(run_commands, "stop", Event())
    monkeypatch.setattr(run_commands, "serve", serve)
    with pytest.raises(SystemExit) as ended:
        run_commands.main()

    assert served == [(60, False)] * 8
    assert ended.value.code == 1
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["0 ok, 10 failed, 0 cancelled", "line 1: true: lost"]
