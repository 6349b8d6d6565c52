"""What the page on folders that several workers make says."""

import textwrap
from collections.abc import Callable

import pytest

from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")

#: Four workers that meet before each try.
WORKERS = """
import os
import sys
import tempfile
import threading
from multiprocessing import get_context
from pathlib import Path

TRIES = 25
LOCK = threading.Lock()


def asked(name):
    with LOCK:
        if not os.path.exists(name):
            GATE
            os.makedirs(name)
    return True


def plain(name):
    os.makedirs(f"{name}/a/b", exist_ok=True)
    Path(f"{name}/a/c").mkdir(parents=True, exist_ok=True)
    return os.path.isdir(f"{name}/a/b") and os.path.isdir(f"{name}/a/c")


FIRST

def folder(name):
    try:
        os.mkdir(name)
        return True
    except FileExistsError:
        return False


def work(make, root, together, line):
    global gate
    gate = together
    for n in range(TRIES):
        together.wait(20)
        try:
            line.put(make(f"{root}/{n}"))
        except FileExistsError:
            line.put(None)


if __name__ == "__main__":
    context = get_context("METHOD")
    with tempfile.TemporaryDirectory() as root:
        together, line = context.Barrier(4), context.Queue()
        given = (MAKE, root, together, line)
        workers = [context.Process(target=work, args=given) for _ in range(4)]
        for worker in workers:
            worker.start()
        said = [line.get(timeout=30) for _ in range(4 * TRIES)]
        for worker in workers:
            worker.join(30)
        print(said.count(True), said.count(False), said.count(None))
"""
METHODS = pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])


def counted(
    printed: Callable[[str], str], method: str, make: str, gate: str = "pass", tries: int = 25
) -> str:
    """How often four workers said yes, no and FileExistsError."""
    _, first = typed("processes/make-a-folder")
    text = (
        WORKERS.replace("FIRST", first)
        .replace("METHOD", method)
        .replace("MAKE", make)
        .replace("GATE", gate)
    )
    return printed(text.replace("TRIES = 25", f"TRIES = {tries}"))


@METHODS
def test_to_ask_first_fails_though_a_lock_is_held(
    printed: Callable[[str], str], method: str
) -> None:
    """All have asked before one makes it: three fail, each with a threading.Lock of its own."""
    assert counted(printed, method, "asked", "gate.wait(20)", 1) == "1 0 3\n"


@METHODS
def test_exist_ok_lets_all_of_them_make_it(printed: Callable[[str], str], method: str) -> None:
    """With what lies on the way, and by either call."""
    assert counted(printed, method, "plain") == "100 0 0\n"


@METHODS
@pytest.mark.parametrize("make", ["first", "folder"])
def test_exactly_one_makes_it(printed: Callable[[str], str], method: str, make: str) -> None:
    """A file by `open(…, "x")`, a folder by `os.mkdir`."""
    assert counted(printed, method, make) == "25 75 0\n"


def test_a_file_of_that_name_is_an_error(printed: Callable[[str], str]) -> None:
    """And what "x" has made is empty at first."""
    said = printed(
        textwrap.dedent("""
        import os
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as root:
            name = f"{root}/file"
            with open(name, "x") as file:
                file.write("word")
                print(os.path.getsize(name))
            for make in (os.makedirs, lambda name, **more: Path(name).mkdir(parents=True, **more)):
                try:
                    make(name, exist_ok=True)
                except FileExistsError as error:
                    print(error.errno)
        """)
    )

    assert said == "0\n17\n17\n"
