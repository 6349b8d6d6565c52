"""What the page on one large file says beside its program."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def test_only_numbers_and_the_name_travel(printed: Callable[[str], str]) -> None:
    """What a task is made of stays as small as it was, whatever the size of the file."""
    said = printed("""
        import pickle
        from pathlib import Path

        from snippets.jobs.large_file import cuts

        for lines in 1_000, 100_000:
            path = Path("text")
            path.write_bytes(b"a line of text\\n" * lines)
            ends = cuts(path, 5_000)
            print(len(pickle.dumps((path, *ends[:2]))), len(pickle.dumps((path, *ends[-2:]))))
        """).split()

    assert all(int(size) < 200 for size in said)


@pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")
def test_one_open_file_gives_parts_of_lines(printed: Callable[[str], str]) -> None:
    """Forked children share the place in it: what one reads ahead, the other does not get."""
    said = printed("""
        import os
        from multiprocessing import Pipe, get_context

        WHOLE = b"a line of text\\n" * 10_000

        def read(file, line):
            line.send(file.readline())
            line.recv()

        def main():
            with open("text", "wb") as made:
                made.write(WHOLE)
            with open("text", "rb") as file:
                got = []
                for _ in range(2):
                    ours, theirs = Pipe()
                    child = get_context("fork").Process(target=read, args=(file, theirs))
                    child.start()
                    got.append(ours.recv())
                    ours.send(None)
                    child.join()
            print(got[0], got[1] != got[0] and len(got[1]) < len(got[0]))

        if __name__ == "__main__":
            main()
        """)

    assert said == "b'a line of text\\n' True\n"


def test_text_mode_is_no_way_to_jump(printed: Callable[[str], str]) -> None:
    """A jump into a character does not decode."""
    said = printed("""
        from pathlib import Path

        Path("text").write_text("éé\\n", encoding="utf-8")
        with open("text", encoding="utf-8") as file:
            file.seek(1)
            try:
                file.readline()
            except UnicodeDecodeError as error:
                print(error.reason)
        """)

    assert said == "invalid start byte\n"


def test_a_gzip_file_has_no_place_to_jump_to(printed: Callable[[str], str]) -> None:
    """To get there, all that stands before is decompressed: the file under it is read."""
    said = printed("""
        import gzip
        import os

        text = os.urandom(400_000)
        with gzip.open("text.gz", "wb") as file:
            file.write(text)

        class Counted:
            def __init__(self, file):
                self.file, self.read_so_far = file, 0
            def read(self, size=-1):
                part = self.file.read(size)
                self.read_so_far += len(part)
                return part
            def __getattr__(self, name):
                return getattr(self.file, name)

        with open("text.gz", "rb") as raw:
            counted = Counted(raw)
            with gzip.GzipFile(fileobj=counted) as file:
                file.seek(390_000)
                print(file.read(5) == text[390_000:390_005], counted.read_so_far > 350_000)
        """)

    assert said == "True True\n"


def test_a_field_of_csv_may_hold_a_line_end(printed: Callable[[str], str]) -> None:
    """So a piece may begin in the middle of one."""
    said = printed("""
        import csv
        from pathlib import Path

        from snippets.jobs.large_file import cuts

        Path("t.csv").write_text('a,"one\\nfield"\\nb,c\\n')
        with open("t.csv", newline="") as file:
            print(len(list(csv.reader(file))))
        start = cuts(Path("t.csv"), 3)[1]
        print(Path("t.csv").read_text()[start:].splitlines()[0])
        """)

    assert said == '2\nfield"\n'


def test_map_takes_all_lines_first(printed: Callable[[str], str]) -> None:
    """Before the first of them is worked on, the file is read to its end."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor

        def main():
            with open("text", "w") as made:
                made.write("a line\\n" * 5_000)
            with open("text") as file, ProcessPoolExecutor(1) as pool:
                parts = pool.map(len, file)
                print(repr(file.readline()), sum(parts))

        if __name__ == "__main__":
            main()
        """)

    assert said == "'' 35000\n"


def test_the_last_cut_is_where_it_ended_at_the_start(tmp_path) -> None:
    """What is written to the file later belongs to no piece."""
    from snippets.jobs import large_file

    path = tmp_path / "text"
    path.write_bytes(b"GET / 200 1\n")
    at = large_file.cuts(path, 100)
    with path.open("ab") as file:
        file.write(b"GET / 404 1\n")

    assert at == [0, 12]
    assert large_file.work(path, *at)[0] == {"200": 1}


def test_a_killed_worker_ends_the_run(printed: Callable[[str], str]) -> None:
    """By BrokenProcessPool."""
    said = printed("""
        import os
        import signal
        import sys
        from concurrent.futures.process import BrokenProcessPool
        from pathlib import Path

        from snippets.jobs import large_file

        def killed(path, start, end):
            os.kill(os.getpid(), signal.SIGKILL)

        if __name__ == "__main__":
            Path("f").write_text("GET / 200 1\\n" * 10)
            large_file.work = killed
            sys.argv = ["large_file.py", "f", "--workers", "2", "--piece", "40"]
            try:
                large_file.main()
            except BrokenProcessPool as error:
                print(type(error).__name__)
        """)

    assert said == "BrokenProcessPool\n"
