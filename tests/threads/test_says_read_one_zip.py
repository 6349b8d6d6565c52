"""What the page on one zip file in several threads says."""

from collections.abc import Callable

import pytest

from tests.made import typed

READ, PROCESSES, WRITE = typed("threads/read-one-zip")

#: A file that lets others in between: after a seek, or before it writes.
BETWEEN = """
import io
import zipfile
from threading import Thread

CAKE, TEA = b"cake" * 500, b"tea" * 500


def make(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cake", CAKE)
        archive.writestr("tea", TEA)
    return path


class Between(io.FileIO):
    after_seek = before_write = None

    def seek(self, *where):
        found = super().seek(*where)
        self.call("after_seek")
        return found

    def write(self, data):
        self.call("before_write")
        return super().write(data)

    def call(self, name):
        call = getattr(self, name)
        setattr(self, name, None)
        if call:
            call()


def tried(call, *args):
    try:
        return call(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def in_a_thread(call, *args):
    found = []
    thread = Thread(target=lambda: found.append(tried(call, *args)), daemon=True)
    thread.start()
    thread.join(30)
    return found[0] if found else "waits"
"""


def test_the_threads_read_every_member_whole(printed: Callable[[str], str]) -> None:
    """Through one archive, many times, with threads that change at every turn."""
    said = printed(
        READ
        + """
import random
import sys
import zipfile

sys.setswitchinterval(1e-5)
members = {f"{n}.bin": random.Random(n).randbytes(9000) * 3 for n in range(40)}
for kind in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
    with ZipFile("a.zip", "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    for _ in range(3):
        assert read_all("a.zip", lambda name, data: data == members[name]) == [True] * 40
print("whole")
"""
    )

    assert said == "whole\n"


def test_each_open_member_has_a_place_of_its_own(printed: Callable[[str], str]) -> None:
    """Who reads in between moves nobody's place, and waits while another one reads."""
    said = printed(
        BETWEEN
        + """
make("a.zip")
with zipfile.ZipFile(Between("a.zip")) as archive:
    cake, tea = archive.open("cake"), archive.open("tea")
    got = cake.read(100), tea.read(100), in_a_thread(cake.read), tea.read()
    print(got[0] + got[2] == CAKE, got[1] + got[3] == TEA)

    others = []
    thread = Thread(target=lambda: others.append(archive.read("tea")))

    def meanwhile():
        thread.start()
        thread.join(0.2)
        print("waits" if thread.is_alive() else "reads")

    archive.fp.after_seek = meanwhile
    print(archive.read("cake") == CAKE)
    thread.join(30)
    print(others == [TEA])
"""
    )

    assert said.splitlines() == ["True True", "waits", "True", "True"]


def test_two_archives_on_one_open_file_move_each_others_place(
    printed: Callable[[str], str],
) -> None:
    """Each has a lock of its own; two that opened the path by themselves do not."""
    said = printed(
        BETWEEN
        + """
make("a.zip")
for shared in True, False:
    file = Between("a.zip")
    with zipfile.ZipFile(file) as one, zipfile.ZipFile(file if shared else "a.zip") as other:
        file.after_seek = lambda: in_a_thread(other.read, "tea")
        print(tried(one.read, "cake") == CAKE)
"""
    )

    assert said.splitlines() == ["False", "True"]


def test_a_second_writer_and_a_reader_are_refused(printed: Callable[[str], str]) -> None:
    """While a handle is open to write, and while another thread is in `writestr`."""
    said = printed(
        BETWEEN
        + """
make("tea.txt")
archive = zipfile.ZipFile(Between("a.zip", "w+"), "w")
archive.writestr("first", b"1")
seen = []


def ask():
    seen.extend(
        in_a_thread(*call)
        for call in [
            (archive.writestr, "second", b"2"),
            (archive.write, "tea.txt"),
            (archive.read, "first"),
            (archive.close,),
        ]
    )


with archive.open("third", "w") as member:
    ask()
archive.fp.before_write = lambda: setattr(archive.fp, "before_write", ask)
archive.writestr("fourth", b"4" * 100)
archive.close()
for line in seen:
    print(line)
print(archive.namelist())
"""
    )

    refused = [
        "ValueError: Can't write to ZIP archive while an open writing handle exists.",
        "ValueError: Can't write to ZIP archive while an open writing handle exists",
        "ValueError: Can't read from the ZIP file while there is an open writing handle on it."
        " Close the writing handle before trying to read.",
        "ValueError: Can't close the ZIP file while there is an open writing handle on it."
        " Close the writing handle before closing the zip.",
    ]
    assert said.splitlines() == [*refused, *refused, "['first', 'third', 'fourth']"]


def test_two_writers_who_both_got_in_spoil_the_archive(printed: Callable[[str], str]) -> None:
    """The look and the mark are two steps: a member is damaged, and no error comes."""
    said = printed(
        BETWEEN
        + """
for name in "cake", "tea":
    with open(name, "wb") as file:
        file.write(CAKE if name == "cake" else TEA)
archive = zipfile.ZipFile(Between("a.zip", "w+"), "w")
archive.fp.before_write = lambda: print(in_a_thread(archive.write, "tea"))
archive.write("cake")
archive.close()
with zipfile.ZipFile("a.zip") as found:
    print(found.namelist(), tried(found.testzip))
"""
    )

    assert said.splitlines() == ["None", "['tea', 'cake'] tea"]


def test_a_lock_keeps_writers_apart(printed: Callable[[str], str]) -> None:
    """As the page types it: all members are there, and whole."""
    said = printed(
        WRITE
        + """
import sys

sys.setswitchinterval(1e-5)
jobs = {f"{n}.txt": str(n) * 20000 for n in range(60)}
pack("a.zip", jobs, lambda text: text.encode())
with ZipFile("a.zip") as archive:
    print(sorted(archive.namelist()) == sorted(jobs), archive.testzip())
    print(all(archive.read(name).decode() == text for name, text in jobs.items()))
"""
    )

    assert said.splitlines() == ["True None", "True"]


def test_an_archive_that_is_not_closed_is_no_zip_file(printed: Callable[[str], str]) -> None:
    """The list of members is written at the end; two that append write over each other."""
    said = printed(
        BETWEEN
        + """
archive = zipfile.ZipFile("a.zip", "w")
archive.writestr("cake", CAKE)
archive.fp.flush()
print(tried(zipfile.ZipFile, "a.zip"))
archive.close()
print(zipfile.ZipFile("a.zip").namelist())

both = [zipfile.ZipFile("a.zip", "a") for _ in range(2)]
for name, archive in zip("xy", both):
    archive.writestr(name, name * 10)
for archive in both:
    archive.close()
print(zipfile.ZipFile("a.zip").namelist())

late = zipfile.ZipFile("a.zip")
member = late.open("cake")
late.close()
print(member.read() == CAKE, tried(late.read, "cake"))
"""
    )

    assert said.splitlines() == [
        "BadZipFile: File is not a zip file",
        "['cake']",
        "['cake', 'y']",
        "True ValueError: Attempt to use ZIP archive that was already closed",
    ]


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no fork")
def test_forked_children_share_the_place_in_the_file(printed: Callable[[str], str]) -> None:
    """A child that reads moves the parent's place; one that opens the path does not."""
    said = printed(
        BETWEEN
        + """
import os

make("a.zip")
for shared in True, False:
    with zipfile.ZipFile(Between("a.zip")) as archive:

        def fork():
            child = os.fork()
            if child == 0:
                with archive if shared else zipfile.ZipFile("a.zip") as own:
                    own._lock = zipfile.threading.RLock()
                    own.read("tea") if not shared else own.fp.seek(700)
                os._exit(0)
            os.waitpid(child, 0)

        archive.fp.after_seek = fork
        print(tried(archive.read, "cake") == CAKE)
"""
    )

    assert said.splitlines() == ["False", "True"]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_each_process_opens_its_own(printed: Callable[[str], str], method: str) -> None:
    """By the initializer, with every start method; an archive does not travel."""
    said = printed(
        PROCESSES
        + """
if __name__ == "__main__":
    import multiprocessing
    import pickle

    multiprocessing.set_start_method("METHOD")
    with ZipFile("a.zip", "w") as made:
        for number in range(20):
            made.writestr(str(number), b"x" * number)
    print(sizes("a.zip") == list(range(20)))
    with ZipFile("a.zip") as shared:
        try:
            pickle.dumps(shared)
        except TypeError as error:
            print(str(error).split("'")[0])
""".replace("METHOD", method)
    )

    assert said.splitlines() == ["True", "cannot pickle "]


@pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")
def test_members_are_decompressed_at_the_same_time(printed: Callable[[str], str]) -> None:
    """A neighbour thread ends while one call decompresses: it lets go of the GIL."""
    said = printed("""
        import sys
        import zlib
        from threading import Lock, Thread

        much = zlib.compress(bytes(20_000_000))
        sys.setswitchinterval(1000)
        gate = Lock()
        neighbour = Thread(target=gate.acquire)
        with gate:
            neighbour.start()
        for _ in range(50):
            if neighbour.is_alive():
                zlib.decompressobj().decompress(much)
        print(neighbour.is_alive())
    """)

    assert said == "False\n"


def test_two_threads_get_pieces_of_one_open_member(printed: Callable[[str], str]) -> None:
    """What one has read, the other does not get."""
    said = printed(
        BETWEEN
        + """
make("a.zip")
with zipfile.ZipFile("a.zip") as archive, archive.open("cake") as member:
    first, second = in_a_thread(member.read, 900), in_a_thread(member.read)
    print(len(first), first + second == CAKE)
    with archive.open("cake") as one, archive.open("cake") as other:
        print(one.read(3) + in_a_thread(other.read, 3) + one.read(1))
"""
    )

    assert said.splitlines() == ["900 True", "b'cakcake'"]
