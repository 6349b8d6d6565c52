"""What the page "Append to one file from several workers" says and no program of it shows."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")


@pytest.mark.parametrize(
    ("how", "cut"),
    [
        ("json.dump(row, file); file.write('\\n')", True),
        ("print('sold', number, 'tea', file=file)", True),
        ("csv.writer(file).writerow(row.values())", False),
        ("file.write(json.dumps(row) + '\\n')", False),
    ],
)
@pytest.mark.parametrize("buffering", ["io.DEFAULT_BUFFER_SIZE", "1"])
def test_who_hands_over_whole_lines(
    printed: Callable[[str], str], how: str, cut: bool, buffering: str
) -> None:
    """The blocks that reach the system end at a line, or between two pieces of one."""
    said = printed(f"""
import csv, io, json, tempfile
whole = []

class Watched(io.FileIO):
    def write(self, block):
        whole.append(bytes(block)[-1:] == b"\\n")
        return super().write(block)

with tempfile.TemporaryDirectory() as folder:
    size = {buffering}
    blocks = io.BufferedWriter(Watched(folder + "/rows", "a"), max(size, 8192))
    with io.TextIOWrapper(blocks, "utf-8", newline="", line_buffering=size == 1) as file:
        for number in range(20_000):
            row = {{"item": number, "price": 3}}
            {how}
print(all(whole), len(whole) > 1)
""")

    assert said == f"{not cut or buffering == '1'} True\n"


@pytest.mark.parametrize(("mode", "kept"), [("w", 3), ("r+", 3), ("a", 7)])
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_each_has_a_position_of_its_own(
    printed: Callable[[str], str], mode: str, kept: int, method: str
) -> None:
    """Unless the file is opened to append; two processes write three lines each after one."""
    said = printed(f"""
import tempfile
from multiprocessing import get_context

def add(path, meeting, name):
    with open(path, {mode!r}) as file:
        meeting.wait(30)
        for number in range(3):
            file.write(f"{{name}}{{number}}\\n")

if __name__ == "__main__":
    context = get_context({method!r})
    meeting = context.Barrier(2)
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/rows"
        with open(path, "w") as file:
            file.write("h0\\n")
        workers = [context.Process(target=add, args=(path, meeting, each)) for each in "ab"]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        with open(path) as file:
            print(len(file.read().split()))
""")

    assert said == f"{kept}\n"


def test_what_a_kill_costs(printed: Callable[[str], str]) -> None:
    """The block in the buffer; with a buffer of one line, nothing that was written."""
    said = printed("""
import os, tempfile
from multiprocessing import get_context

def add(path, buffering):
    file = open(path, "a", buffering=buffering)
    file.write("one\\n")
    os._exit(9)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for buffering in (-1, 1):
            path = f"{folder}/{buffering}"
            worker = get_context("spawn").Process(target=add, args=(path, buffering))
            worker.start()
            worker.join(60)
            print(repr(open(path).read()))
""")

    assert said == "''\n'one\\n'\n"


@pytest.mark.parametrize(
    ("mode", "pieces", "kept"),
    [
        ("a", 2, "a1 b1 a2 b2"),
        ("w", 2, "over"),
        ("a", 1, "whole"),
    ],
)
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_lines_are_cut_or_written_over_or_whole(
    printed: Callable[[str], str], mode: str, pieces: int, kept: str, method: str
) -> None:
    """Two workers write one line each, and the first pieces of both come before the second ones."""
    said = printed(f"""
import tempfile
from multiprocessing import get_context

def add(path, turn, mine, last):
    with open(path, {mode!r}) as file:
        turn.wait(30)
        name = "a" if mine == 0 else "b"
        line = [name + "1 ", name + "2\\n"]
        for step, piece in enumerate(line if {pieces} == 2 else ["".join(line)]):
            for who in range(2):
                if who == mine:
                    file.write(piece)
                    file.flush()
                turn.wait(30)

if __name__ == "__main__":
    context = get_context({method!r})
    turn = context.Barrier(2)
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/rows"
        workers = [context.Process(target=add, args=(path, turn, n, 1)) for n in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        with open(path) as file:
            text = file.read()
    lines = text.splitlines()
    whole = lines == ["a1 a2", "b1 b2"]
    print("whole" if whole else "over" if len(text) == 6 else " ".join(text.split()))
""")

    assert said == f"{kept}\n"
