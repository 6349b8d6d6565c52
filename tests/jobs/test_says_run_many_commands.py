"""What the page on commands says besides, held to the program."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from contextlib import suppress
from threading import Event, active_count

import pytest

from snippets.jobs import run_commands
from tests.jobs.conftest import Job
from tests.jobs.test_run_commands import commands

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_a_line_that_has_moved_is_run_again(job: Job) -> None:
    """What was done is known by the number of the line and its text."""
    commands(job, "sh -c 'echo x >> runs'")
    job.run("run_commands", "list.txt", "out")
    commands(job, "echo first", "sh -c 'echo x >> runs'")

    again = job.run("run_commands", "list.txt", "out")

    assert again.code == 0
    assert (job.folder / "runs").read_text() == "x\nx\n"


def test_a_command_of_its_own_session_escapes(job: Job) -> None:
    """It has left the group, so it is there when the program has ended."""
    commands(job, "sh -c 'setsid sh -c \"echo \\$\\$ > pid; exec sleep 600\" & sleep 600'")
    run = job.start("run_commands", "list.txt", "out", "--limit", 2)

    run.process.wait(60)
    escaped = int((job.folder / "pid").read_text())
    assert os.getsid(escaped) == escaped
    os.kill(escaped, signal.SIGKILL)
    done = run.finish()

    assert done.out.splitlines()[0] == "0 ok, 1 failed, 0 cancelled"


@pytest.mark.parametrize(("deed", "status"), [("kill -9 $$", -9), ("exit 137", 137)])
def test_what_a_shell_reports(deed: str, status: int) -> None:
    """A killed shell has a negative status; one that reports a kill, or 137, has that number."""
    inner = subprocess.run(["sh", "-c", deed], check=False)
    outer = subprocess.run(["sh", "-c", f"sh -c '{deed}'; exit $?"], check=False)

    assert (inner.returncode, outer.returncode) == (status, 137)


def test_one_command_needs_no_thread() -> None:
    """`wait` and `signal_group` end it and what it has started."""
    words = ["sh", "-c", "sleep 600 & echo; wait"]
    threads = active_count()
    with subprocess.Popen(words, process_group=0, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()

        ended = run_commands.wait(process, 0.2, Event())
        run_commands.signal_group(process, signal.SIGKILL)

        assert process.stdout.read() == b""  # nobody holds its other end
    assert (ended, process.returncode, active_count()) == (False, -9, threads)


def test_no_shell_reads_a_line(job: Job) -> None:
    """A variable and an arrow are words, unless the command is a shell."""
    commands(job, "echo $HOME > here", "sh -c 'echo $((1 + 1)) > there'")

    job.run("run_commands", "list.txt", "out")

    assert (job.folder / "out" / "00001.out").read_text() == "$HOME > here\n"
    assert not (job.folder / "here").exists()
    assert (job.folder / "there").read_text() == "2\n"


def test_a_cancelled_task_leaves_its_command_running() -> None:
    """The task ends with `CancelledError`, and the command still answers afterwards."""

    async def cancelled() -> bytes:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec("cat", stdin=pipe, stdout=pipe)
        assert process.stdin and process.stdout
        task = asyncio.create_task(process.wait())
        await asyncio.sleep(0)  # the task has begun to wait
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert task.cancelled()
        process.stdin.write(b"still here")
        process.stdin.close()
        answer = await process.stdout.read()
        await process.wait()
        return answer

    assert asyncio.run(asyncio.wait_for(cancelled(), 60)) == b"still here"
