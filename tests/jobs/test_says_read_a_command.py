"""What the page on the output of a command says besides, held to real commands."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from subprocess import DEVNULL, PIPE, STDOUT, Popen
from threading import Event, Thread

import pytest

MUCH = 300_000  # more than a pipe holds
BOTH = f"import sys; sys.stderr.write('e' * {MUCH}); sys.stdout.write('o' * {MUCH})"
ECHO = "import sys; sys.stdout.write(sys.stdin.read(10) * 40_000); sys.stdin.read()"


def python(code: str) -> list[str]:
    """The command that runs `code`."""
    return [sys.executable, "-c", code]


def hangs(read: Callable[[Popen[str]], object], code: str = BOTH, **to: int) -> bool:
    """Whether `read` waits for ever; it is let go by the end of the command."""
    where = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE} | to
    came = Event()

    def work() -> None:
        try:
            read(process)
        except (BrokenPipeError, ValueError):
            return  # killed in the middle
        if process.poll() != -9:
            came.set()

    process = Popen(python(code), text=True, **where)  # type: ignore[call-overload]
    reader = Thread(target=work)
    reader.start()
    reader.join(0.5 if read in HANG else 60)
    late = reader.is_alive()
    process.kill()
    reader.join(60)
    process.communicate()
    return late


def wait_first(process: Popen[str]) -> None:
    process.wait()


def poll_in_a_loop(process: Popen[str]) -> None:
    while process.poll() is None:
        Event().wait(0.01)


def one_after_the_other(process: Popen[str]) -> None:
    assert process.stdout and process.stderr
    process.stdout.read()
    process.stderr.read()


def line_by_line(process: Popen[str]) -> None:
    assert process.stdout
    for _ in process.stdout:
        pass


def write_first(process: Popen[str]) -> None:
    assert process.stdin and process.stdout
    process.stdin.write("bread" * MUCH)
    process.stdin.close()
    process.stdout.read()


def write_and_read(process: Popen[str]) -> None:
    process.communicate(input="bread" * MUCH)


def a_thread_each(process: Popen[str]) -> None:
    assert process.stdout and process.stderr
    with ThreadPoolExecutor(2) as pool:
        read = list(pool.map(lambda pipe: len(pipe.read()), [process.stdout, process.stderr]))
    assert read == [MUCH, MUCH]


HANG = {wait_first, poll_in_a_loop, one_after_the_other, line_by_line, write_first}


@pytest.mark.parametrize(
    ("read", "code", "to"),
    [
        (wait_first, BOTH, {}),
        (poll_in_a_loop, BOTH, {}),
        (one_after_the_other, BOTH, {}),
        (line_by_line, BOTH, {}),
        (write_first, ECHO, {}),
    ],
)
def test_who_reads_too_late_waits_for_ever(
    read: Callable[[Popen[str]], object], code: str, to: dict[str, int]
) -> None:
    """The command waits in its write, and the reader for the command."""
    assert hangs(read, code, **to)


@pytest.mark.parametrize(
    ("read", "code", "to"),
    [
        (a_thread_each, BOTH, {}),
        (write_and_read, ECHO, {}),
        (lambda process: process.communicate(), BOTH, {}),
        (lambda process: process.stdout.read(), BOTH, {"stderr": STDOUT}),
        (lambda process: process.stdout.read(), BOTH, {"stderr": DEVNULL}),
        (lambda process: process.wait(), BOTH, {"stdout": DEVNULL, "stderr": DEVNULL}),
    ],
)
def test_who_reads_all_or_has_no_pipe_comes_back(
    read: Callable[[Popen[str]], object], code: str, to: dict[str, int]
) -> None:
    """Each cure of the page lets the command end."""
    assert not hangs(read, code, **to)


def test_asyncio_reads_while_it_waits() -> None:
    """`communicate` of asyncio takes both outputs."""

    async def run() -> tuple[int, int]:
        process = await asyncio.create_subprocess_exec(*python(BOTH), stdout=PIPE, stderr=PIPE)
        out, errors = await asyncio.wait_for(process.communicate(), 60)
        return len(out), len(errors)

    assert asyncio.run(run()) == (MUCH, MUCH)


def test_a_python_child_keeps_its_lines_back() -> None:
    """Into a pipe, they come at its end; with -u or flush they come when they are printed."""
    ask = "print('line'); import sys; sys.stdin.read()"
    for options, comes in ([], False), (["-u"], True):
        words = [sys.executable, *options, "-c", ask]
        clean = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
        with Popen(words, stdin=PIPE, stdout=PIPE, text=True, env=clean) as process:
            assert process.stdout and process.stdin
            lines: list[str] = []
            reader = Thread(target=lambda: lines.append(process.stdout.readline()))  # noqa: B023
            reader.start()
            reader.join(60 if comes else 0.5)
            assert bool(lines) is comes
            process.stdin.close()
            reader.join(60)
        assert lines == ["line\n"]


HELD = """
import subprocess, sys
from threading import Event, Lock, Thread

journal, held, done, stop = Lock(), Event(), Event(), Event()

def hold():
    with journal:
        held.set()
        stop.wait(60)

def begin():
    try:
        subprocess.run(["true"], preexec_fn=lambda: journal.acquire(timeout=3), timeout=0.01)
    except subprocess.TimeoutExpired:
        pass
    done.set()

Thread(target=hold).start()
held.wait(60)
Thread(target=begin).start()
print(done.wait(1))
stop.set()
print(done.wait(60))
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no preexec_fn")
def test_a_lock_held_at_the_fork_holds_up_popen_itself() -> None:
    """Its time limit has not begun; that the parent frees the lock is of no use to the copy."""
    done = subprocess.run(
        python(HELD), capture_output=True, text=True, timeout=60, check=True,
        env=os.environ | {"PYTHONWARNINGS": "always"},
    )  # fmt: skip

    assert (done.stdout, done.stderr) == ("False\nTrue\n", "")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no preexec_fn")
def test_an_exception_in_preexec_fn_has_lost_its_reason() -> None:
    """It has the words of the page, and no cause."""
    with pytest.raises(subprocess.SubprocessError) as caught:
        subprocess.run(["true"], preexec_fn=lambda: 1 / 0)

    assert str(caught.value) == "Exception occurred in preexec_fn."
    assert caught.value.__cause__ is None


@pytest.mark.skipif("sys.platform != 'linux'", reason="its words are those of Linux")
def test_what_takes_the_place_of_preexec_fn() -> None:
    """A session, a group, a mask, an open file; a limit by a shell, and one from outside."""
    import resource

    ids = python("import os; print(os.getpid() == os.getsid(0), os.getpid() == os.getpgrp())")
    said = [
        subprocess.check_output(ids, text=True, start_new_session=True),
        subprocess.check_output(ids, text=True, process_group=0),
        subprocess.check_output(["sh", "-c", "umask"], text=True, umask=0o77),
        subprocess.check_output(
            ["sh", "-c", 'ulimit -t 60; exec "$@"', "sh", "sh", "-c", "ulimit -t"], text=True
        ),
    ]
    assert [each.strip() for each in said] == ["True True", "False True", "0077", "60"]
    with Popen(["cat"], stdin=PIPE, stdout=PIPE) as process:
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (60, 60))
        assert resource.prlimit(process.pid, resource.RLIMIT_CPU) == (60, 60)
        process.communicate()


@pytest.mark.skipif("sys.platform == 'win32'", reason="it looks for SIGPIPE")
@pytest.mark.parametrize("close", [True, False])
def test_the_first_of_two_commands_ends_when_our_copy_is_closed(close: bool) -> None:
    """By SIGPIPE; with our copy open it waits in its write when the second has ended."""
    with Popen(["yes"], stdout=PIPE) as source:
        assert source.stdout
        with Popen(["head", "-1"], stdin=source.stdout, stdout=PIPE) as sink:
            if close:
                source.stdout.close()
            assert sink.communicate(timeout=60)[0] == b"y\n"
        try:
            assert (source.wait(60 if close else 0.5), close) == (-13, True)
        except subprocess.TimeoutExpired:
            assert not close
        source.kill()
