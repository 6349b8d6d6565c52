"""What the page on every start method says, held to runs."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter


@pytest.mark.skipif("sys.platform == 'win32'", reason="signals a group")
def test_a_pool_without_the_guard_starts_workers_again_and_again(
    tmp_path: Path, interpreter: Interpreter
) -> None:
    """One worker is asked for, and the file is read over and over: nothing ends that."""
    program, reads = tmp_path / "subject.py", tmp_path / "reads"
    program.write_text(
        f"open({str(reads)!r}, 'a').write('.')\n"
        "from multiprocessing import get_context\n"
        "with get_context('spawn').Pool(1) as pool:\n    print(pool.map(abs, [-1]))\n"
    )
    with subprocess.Popen(
        [interpreter.path, program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            end = time.monotonic() + 60
            while not reads.exists() or len(reads.read_text()) < 4:
                assert time.monotonic() < end
                time.sleep(0.01)  # between two looks
            assert process.poll() is None
        finally:
            os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        assert process.stdout.read() == b""


def test_freeze_support_does_nothing_in_a_plain_program(printed: Callable[[str], str]) -> None:
    """It returns, and leaves the choice of the start method open."""
    said = printed("""
        import multiprocessing

        if __name__ == "__main__":
            print(multiprocessing.freeze_support())
            multiprocessing.set_start_method("spawn")
    """)

    assert said == "None\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot fork")
def test_children_of_one_connection_read_each_others_answers(
    printed: Callable[[str], str],
) -> None:
    """The first child asks and ends, the second one gets the answer."""
    said = printed("""
        import socket
        from multiprocessing import get_context

        connection, server = socket.socketpair()

        def ask(name):
            connection.sendall(name)
            if name == b"second":
                print(name, "reads", connection.recv(99))

        for name in b"first", b"second":
            child = get_context("fork").Process(target=ask, args=(name,))
            child.start()
            server.sendall(b"an answer to " + server.recv(99) + b"\\n")
            child.join()
            connection.setblocking(True)
    """)

    assert said.startswith("b'second' reads b'an answer to first")


@pytest.mark.skipif("sys.platform != 'linux'", reason="where fork was the default")
def test_shared_memory_runs_the_executable_with_fork_too(printed: Callable[[str], str]) -> None:
    """A forked pool runs nothing anew; a block starts the tracker, by the executable."""
    said = printed("""
        import sys
        from multiprocessing import get_context, util
        from multiprocessing.shared_memory import SharedMemory

        runs, spawn = [], util.spawnv_passfds
        def spawned(path, args, fds):
            runs.append(path)
            return spawn(path, args, fds)

        if __name__ == "__main__":
            util.spawnv_passfds = spawned
            with get_context("fork").Pool(1) as pool:
                pool.map(abs, [1])
            print(len(runs))
            block = SharedMemory(create=True, size=8)
            block.close()
            block.unlink()
            print([path == sys.executable.encode() for path in runs])
    """)

    assert said == "0\n[True]\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has spawn alone")
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_the_name_of_a_file_that_a_child_runs(printed: Callable[[str], str], method: str) -> None:
    """It is not the one that the guard asks for."""
    said = printed(f"""
        from multiprocessing import get_context

        print(__name__, flush=True)

        if __name__ == "__main__":
            child = get_context({method!r}).Process(target=print, args=("works",))
            child.start()
            child.join(60)
    """)

    assert sorted(said.splitlines()) == ["__main__", "__mp_main__", "works"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="the interpreter is named by a script")
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_children_are_started_by_the_interpreter_that_is_named(
    tmp_path: Path, printed: Callable[[str], str], interpreter: Interpreter, method: str
) -> None:
    """`set_executable` names what runs in place of `sys.executable`."""
    named, used = tmp_path / "named", tmp_path / "used"
    named.write_text(f'#!/bin/sh\necho >>{used}\nexec {interpreter.path} "$@"\n')
    named.chmod(0o755)
    said = printed(f"""
        import multiprocessing

        def work():
            print("done", flush=True)

        if __name__ == "__main__":
            multiprocessing.set_executable({str(named)!r})
            child = multiprocessing.get_context({method!r}).Process(target=work)
            child.start()
            child.join(60)
            print(child.exitcode)
    """)

    assert said == "done\n0\n"
    assert used.exists()
