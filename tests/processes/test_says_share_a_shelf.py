"""What the page on a shelf in several threads and processes says."""

from collections.abc import Callable

import pytest

from tests.made import typed

LOCKED, APPEND, COUNT = typed("processes/share-a-shelf")
MODULES = "dbm.sqlite3", "dbm.gnu", "dbm.dumb"

#: A database of one module; what another thread, or another process, comes to with it.
MADE = """
import importlib
import shelve
import subprocess
import sys
from threading import Thread

try:
    module = importlib.import_module("MODULE")
except ImportError:
    sys.exit("not in this build")


def tried(call, *args):
    try:
        return call(*args)
    except Exception as error:
        return f"{type(error).__name__}: {str(error).split(': ')[0]}"


def in_a_thread(call, *args):
    found = []
    thread = Thread(target=lambda: found.append(tried(call, *args)))
    thread.start()
    thread.join(60)
    return found[0]


def in_a_process(flag):
    call = [sys.executable, "-c", ASK, flag]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


ASK = '''
import sys
import MODULE as module
try:
    found = module.open("shelf", sys.argv[1])
    print(found.get(b"key"))
    if sys.argv[1] == "w":
        found[b"other"] = b"9"
    found.close()
except Exception as error:
    print(type(error).__name__, str(error).split(": '")[0])
'''
"""


def on(printed: Callable[[str], str], module: str, text: str) -> list[str]:
    """What a program printed with a module, or a skip where this build lacks it."""
    try:
        return printed(MADE.replace("MODULE", module) + text).splitlines()
    except AssertionError as error:
        if "not in this build" in str(error):
            pytest.skip(f"{module} is not in this build")
        raise


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no flock")
@pytest.mark.parametrize("module", MODULES)
def test_the_lock_keeps_threads_and_processes_apart(
    printed: Callable[[str], str], module: str
) -> None:
    """Every addition is there, with each module and by each start method."""
    said = on(
        printed,
        module,
        LOCKED
        + APPEND
        + """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context

if __name__ == "__main__":
    module.open("shelf", "c").close()
    pools = [ThreadPoolExecutor(4)]
    for method in get_all_start_methods():
        pools.append(ProcessPoolExecutor(2, mp_context=get_context(method)))
    calls = []
    for pool in pools:
        with pool:
            for number in range(10):
                calls.append(pool.submit(add, "shelf", "key", 1))
                calls.append(pool.submit(append, "shelf", "list", number))
    for call in calls:
        call.result(60)
    with locked_shelf("shelf") as shelf:
        print(shelf["key"] == len(calls) / 2, len(shelf["list"]) == len(calls) / 2)
    import dbm

    print(dbm.whichdb("shelf"))
""",
    )

    assert said == ["True True", module]


@pytest.mark.parametrize("module", MODULES)
def test_a_second_writer_and_a_reader(printed: Callable[[str], str], module: str) -> None:
    """Refused by gdbm; elsewhere let in, and the dumb one loses what it wrote."""
    said = on(
        printed,
        module,
        """
import inspect

mine = module.open("shelf", "c")
mine[b"key"] = b"0"
mine.close()
mine = module.open("shelf", "w")
mine[b"key"] = b"1"
print(in_a_process("r"))
print(in_a_process("w"))
again = tried(module.open, "shelf", "w")
print(again if isinstance(again, str) else "let in")
mine[b"mine"] = b"2"
mine.close()
if not isinstance(again, str):
    again.close()
mine = module.open("shelf", "r")
print(sorted(mine.keys()))
print(in_a_process("r"), "|", in_a_process("w"))
mine.close()
told = "immutable" in inspect.getsource(module) if module.__name__ == "dbm.sqlite3" else None
print(told)
new = module.open("new", "n")
new[b"key"] = b"1"
print(tried(lambda: module.open("new", "r")[b"key"]))
new[b"key"] = b"longer"
print(tried(lambda: module.open("new", "r")[b"key"]))
new[b"key"] = b"much longer" * 100
print(tried(lambda: module.open("new", "r")[b"key"]))
by_w = module.__name__ == "dbm.sqlite3" and module.open("new", "w")[b"key"]
print(by_w == b"much longer" * 100)
""",
    )

    reader, writer, again, keys, beside, told, new, piece, old, by_w = said
    refused = "error [Errno 11] Resource temporarily unavailable"
    if module == "dbm.gnu":
        assert (reader, writer, again) == (
            refused,
            refused,
            "error: [Errno 11] Resource temporarily unavailable",
        )
        assert (keys, beside) == ("[b'key', b'mine']", f"b'1' | {refused}")
    elif module == "dbm.dumb":
        assert (again, keys) == ("let in", "[b'key', b'mine']")
        assert (new, piece, old) == ("b'1'", "b'l'", "b'l'")
    else:
        assert (writer, again) == ("b'1'", "let in")
        assert keys == "[b'key', b'mine', b'other']"
        assert reader == ("b'0'" if told == "True" else "b'1'")
        assert new == ("error: no such table" if told == "True" else "b'1'")
        assert by_w == "True"


@pytest.mark.parametrize("module", MODULES)
def test_the_same_shelf_in_another_thread(printed: Callable[[str], str], module: str) -> None:
    """SQLite refuses it; with the others an addition is lost."""
    said = on(
        printed,
        module,
        """
shelf = shelve.Shelf(module.open("shelf", "c"))
shelf["key"] = 0


def add(number):
    shelf["key"] += number() if callable(number) else number


def slow():
    # the other one adds between this one's look and its writing
    print(in_a_thread(add, 2))
    return 1


add(slow)
print(shelf["key"])
shelf.close()
""",
    )

    refused = "error: SQLite objects created in a thread can only be used in that same thread. The"
    told, key = said
    assert told.startswith("error: SQLite objects" if module == "dbm.sqlite3" else "None"), refused
    assert key == "1"


@pytest.mark.parametrize("module", ["dbm.sqlite3", "dbm.dumb"])
def test_two_that_add_lose_one(printed: Callable[[str], str], module: str) -> None:
    """Each with a shelf of its own, which is let in."""
    said = on(
        printed,
        module,
        """
one = shelve.Shelf(module.open("shelf", "c"))
one["key"] = 0
one.sync()
other = shelve.Shelf(module.open("shelf", "c"))
before = one["key"]
other["key"] += 1
one["key"] = before + 1
one.close()
other.close()
print(shelve.Shelf(module.open("shelf", "r"))["key"])
""",
    )

    assert said == ["1"]


def test_the_dumb_one_writes_two_values_to_one_place(printed: Callable[[str], str]) -> None:
    """Two threads look for the end of the file, and both write there."""
    said = on(
        printed,
        "dbm.dumb",
        """
import io
import types

shelf = shelve.Shelf(module.open("shelf", "c"))
shelf["first"] = "first"
usual = module._io
called = []


class Between(io.FileIO):
    def seek(self, *where):
        found = super().seek(*where)
        if where == (0, 2) and not called:
            called.append(True)
            print(in_a_thread(shelf.__setitem__, "tea", "t" * 50))
        return found


def opened(path, mode, **more):
    if mode != "rb+":
        return usual.open(path, mode, **more)
    return io.BufferedRandom(Between(path, "r+"))


module._io = types.SimpleNamespace(open=opened)
shelf["cake"] = "c" * 50
module._io = usual
print(shelf["first"], [tried(shelf.__getitem__, key) == key[0] * 50 for key in ("tea", "cake")])
""",
    )

    assert said[0] == "None"
    assert said[1] in ("first [False, True]", "first [True, False]", "first [False, False]")


@pytest.mark.parametrize("module", ["dbm.sqlite3", "dbm.dumb"])
def test_writeback_puts_old_values_over_new_ones(
    printed: Callable[[str], str], module: str
) -> None:
    """Of a key that was only looked at."""
    said = on(
        printed,
        module,
        """
for writeback in True, False:
    with shelve.Shelf(module.open("shelf", "c")) as shelf:
        shelf["key"] = "old"
    one = shelve.Shelf(module.open("shelf", "w"), writeback=writeback)
    one["key"]
    with shelve.Shelf(module.open("shelf", "w")) as other:
        other["key"] = "new"
    one.close()
    with shelve.Shelf(module.open("shelf", "r")) as shelf:
        print(shelf["key"])
""",
    )

    assert said == ["old", "new"]


def test_which_module_makes_a_new_file(printed: Callable[[str], str]) -> None:
    """SQLite's on newer Pythons, else gdbm's, ndbm's or the dumb one, whatever is there."""
    said = printed("""
        import dbm
        import importlib
        import shelve
        import sys

        shelve.open("shelf").close()
        made = dbm.whichdb("shelf")
        names = ["dbm.gnu", "dbm.ndbm", "dbm.dumb"]
        if sys.version_info >= (3, 13):
            names.insert(0, "dbm.sqlite3")
        for name in names:
            try:
                importlib.import_module(name)
            except ImportError:
                continue
            print(made == name)
            break
    """)

    assert said == "True\n"


def test_one_statement_of_sqlite_loses_nothing(printed: Callable[[str], str]) -> None:
    """In threads, and in processes of each start method."""
    said = printed(
        COUNT
        + """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context

if __name__ == "__main__":
    pools = [ThreadPoolExecutor(4)]
    for method in get_all_start_methods():
        pools.append(ProcessPoolExecutor(2, mp_context=get_context(method)))
    calls = []
    for pool in pools:
        with pool:
            calls += [pool.submit(count, "counts", "key", 1) for _ in range(20)]
    for call in calls:
        call.result(60)
    with closing(sqlite3.connect("counts")) as database:
        print(database.execute("SELECT * FROM counts").fetchall() == [("key", len(calls))])
"""
    )

    assert said == "True\n"
