"""What the page on many readers and one writer says."""

from collections.abc import Callable

import pytest

from tests.made import typed

COPY, LOCK = typed("threads/readers-and-writer")

#: Threads whose end is awaited with a limit, and what became of their call.
STARTED = """
import sys
from threading import Barrier, Event, Thread


def started(call):
    def tell():
        try:
            call()
        except Exception as error:
            thread.ended = f"{type(error).__name__}: {error}"
        else:
            thread.ended = "done"

    thread = Thread(target=tell, daemon=True)
    thread.start()
    return thread


def end(thread):
    thread.join(60)
    return thread.ended


def until(true):
    give_up = Event()
    for _ in range(6000):
        if true():
            return
        give_up.wait(0.01)
    sys.exit("it never came")


def read(lock):
    with lock.reading():
        pass


def write(lock):
    with lock.writing():
        pass
"""


def test_readers_see_one_state_and_writers_lose_nothing(printed: Callable[[str], str]) -> None:
    """A total is of one state, while others change the prices at every turn."""
    said = printed(
        COPY
        + """
import sys
from concurrent.futures import ThreadPoolExecutor

sys.setswitchinterval(1e-6)


def move(step):
    # two prices change together, and their sum stays: one new object for both
    global prices
    for _ in range(300):
        with changing:
            changed = dict(prices)
            changed["tea"] += step
            changed["milk"] -= step
            prices = changed


def look(_):
    return {total(["tea", "milk"]) for _ in range(3000)}


with ThreadPoolExecutor(6) as pool:
    movers = [pool.submit(move, step) for step in (1, 2)]
    seen = set().union(*pool.map(look, range(4)))
    for mover in movers:
        mover.result()
print(seen, prices)


def add(first):
    for number in range(first, first + 300):
        set_price(number, number)


with ThreadPoolExecutor(4) as pool:
    list(pool.map(add, range(0, 1200, 300)))
print(len(prices))
"""
    )

    assert said.splitlines() == ["{3} {'tea': 902, 'milk': -899}", "1202"]


def test_without_the_writers_lock_a_change_is_lost(printed: Callable[[str], str]) -> None:
    """Both have copied the same dict, and the second one puts its own in place."""
    said = printed(
        COPY.replace("with changing:", "if True:").replace(
            "changed[name] = price", "changed[name] = price() if callable(price) else price"
        )
        + """
def slow():
    set_price("cake", 4)
    return 3


set_price("tea", slow)
print(prices)
"""
    )

    assert said == "{'tea': 3, 'milk': 1}\n"


def test_a_copy_of_a_dict_shares_the_lists_in_it(printed: Callable[[str], str]) -> None:
    """Who has the old dict sees what is appended to a list of the new one."""
    said = printed(
        COPY
        + """
prices = {"tea": [2]}
current = prices
set_price("milk", [1])
print(prices is current, "milk" in current)
prices["tea"].append(3)
print(current)
"""
    )

    assert said.splitlines() == ["False False", "{'tea': [2, 3]}"]


def test_two_readers_are_inside_at_once_and_a_writer_alone(printed: Callable[[str], str]) -> None:
    """The readers meet inside; whoever comes meanwhile waits."""
    said = printed(
        LOCK
        + STARTED
        + """
lock, meeting = ReadersWriter(60), Barrier(3)
leave = Event()


def stay():
    with lock.reading():
        meeting.wait(60)
        leave.wait(60)


readers = [started(stay) for _ in "ab"]
meeting.wait(60)
writer = started(lambda: write(lock))
until(lambda: lock._waiting)
print("two read, and the writer is out:", writer.is_alive())
leave.set()
print([end(each) for each in (*readers, writer)])

count = 0


def add():
    global count
    for _ in range(200):
        with lock.writing():
            before = count
            Event().wait(0)
            count = before + 1


sys.setswitchinterval(1e-6)
adders = [started(add) for _ in range(4)]
print([end(each) for each in adders], count)

inside = ReadersWriter(0.1)
with inside.writing():
    print(end(started(lambda: read(inside))), "|", end(started(lambda: write(inside))))
"""
    )

    late = "TimeoutError: somebody is still inside"
    assert said.splitlines() == [
        "two read, and the writer is out: True",
        "['done', 'done', 'done']",
        "['done', 'done', 'done', 'done'] 800",
        f"{late} | {late}",
    ]


def test_who_writes_goes_first(printed: Callable[[str], str]) -> None:
    """A waiting writer keeps new readers out, and the next writer does too."""
    said = printed(
        LOCK
        + STARTED
        + """
lock, order = ReadersWriter(60), []
with lock.reading():
    stays = Event()

    def first():
        with lock.writing():
            order.append("first writer")
            stays.wait(60)

    def second():
        with lock.writing():
            order.append("second writer")

    def late():
        with lock.reading():
            order.append("reader")

    writer = started(first)
    until(lambda: lock._waiting == 1)
    reader = started(late)
    until(lambda: len(lock._changed._waiters) == 2)
    print(order)
until(lambda: order)
other = started(second)
until(lambda: lock._waiting == 1)
stays.set()
print([end(each) for each in (writer, other, reader)], order)
"""
    )

    order = ["first writer", "second writer", "reader"]
    assert said.splitlines() == ["[]", f"{['done'] * 3} {order}"]


def test_an_exception_inside_leaves_it_usable(printed: Callable[[str], str]) -> None:
    """Of a reader and of a writer."""
    said = printed(
        LOCK
        + STARTED
        + """
lock = ReadersWriter(60)


def fail(way):
    with way():
        raise ValueError("bad")


for way in lock.reading, lock.writing:
    print(end(started(lambda: fail(way))))
    print([end(started(lambda: call(lock))) for call in (read, write)])
"""
    )

    assert said.splitlines() == ["ValueError: bad", "['done', 'done']"] * 2


def test_a_writer_that_gives_up_lets_readers_in(printed: Callable[[str], str]) -> None:
    """A reader that waits behind it; not so if it forgets to count down, or to tell."""
    text = """
lock, leave = ReadersWriter(60), []
with lock.reading():
    usual = lock._wait

    def give_up(free):
        lock._changed.wait_for(lambda: leave, 60)
        raise TimeoutError("gave up")

    lock._wait = give_up
    writer = started(lambda: write(lock))
    until(lambda: len(lock._changed._waiters) == 1)
    lock._wait = usual
    reader = started(lambda: read(lock))
    until(lambda: len(lock._changed._waiters) == 2)
    with lock._changed:
        leave.append(True)
        lock._changed.notify()  # who waits longest: the writer alone
    print(end(writer))
    reader.join(SECONDS)
    print("the reader is in:", not reader.is_alive())
"""
    last = "self._waiting -= 1\n                self._changed.notify_all()"
    count, tell = last.splitlines()
    assert last in LOCK
    for lock, seconds, comes in (
        (LOCK, "60", True),
        (LOCK.replace(last, tell.strip()), "0.5", False),
        (LOCK.replace(last, count), "0.5", False),
    ):
        said = printed(lock + STARTED + text.replace("SECONDS", seconds))

        assert said.splitlines() == ["TimeoutError: gave up", f"the reader is in: {comes}"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no pthread_kill")
def test_a_writer_that_is_interrupted_lets_readers_in(printed: Callable[[str], str]) -> None:
    """By Ctrl-C in the main thread, and at its limit."""
    said = printed(
        LOCK
        + STARTED
        + """
import signal
from threading import get_ident

lock, main = ReadersWriter(60), get_ident()


def interrupt():
    until(lambda: lock._changed._waiters)
    Event().wait(0.2)
    signal.pthread_kill(main, signal.SIGINT)


with lock.reading():
    helper = started(interrupt)
    try:
        write(lock)
    except KeyboardInterrupt:
        print("interrupted", end(helper))
    print(end(started(lambda: read(lock))))
    lock._limit = 0.1
    print(end(started(lambda: write(lock))))
    lock._limit = 60
    print(end(started(lambda: read(lock))))
print(end(started(lambda: write(lock))))
"""
    )

    late = "TimeoutError: somebody is still inside"
    assert said.splitlines() == ["interrupted done", "done", late, "done", "done"]


def test_to_go_in_again_is_a_deadlock(printed: Callable[[str], str]) -> None:
    """A reading in a reading, with a writer between; and a writing in a reading."""
    said = printed(
        LOCK
        + STARTED
        + """
lock = ReadersWriter(60)


def again():
    with lock.reading():
        writer = started(lambda: write(lock))
        until(lambda: lock._waiting)
        lock._limit = 0.5
        read(lock)


print(end(started(again)))
lock = ReadersWriter(0.5)


def upgrade():
    with lock.reading():
        write(lock)


print(end(started(upgrade)))
with lock.reading():
    read(lock)
print("no writer, no harm")
"""
    )

    late = "TimeoutError: somebody is still inside"
    assert said.splitlines() == [late, late, "no writer, no harm"]


def test_a_reading_takes_the_inner_lock_twice(printed: Callable[[str], str]) -> None:
    """Once to come in, and once to go."""
    said = printed(
        LOCK
        + """
from threading import RLock


class Counted:
    locked = None

    def __init__(self):
        self.lock, self.taken = RLock(), 0

    def acquire(self, *args):
        self.taken += 1
        return self.lock.acquire(*args)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def release(self):
        self.lock.release()

    def _is_owned(self):
        return True


counted, lock = Counted(), ReadersWriter()
lock._changed = Condition(counted)
for _ in range(5):
    with lock.reading():
        pass
print(counted.taken)
"""
    )

    assert said == "10\n"


def test_other_recipes_fail(printed: Callable[[str], str]) -> None:
    """The textbook's starves its writer and wants a plain lock; half a semaphore waits."""
    said = printed(
        STARTED
        + """
from threading import Lock, RLock, Semaphore


class Textbook:
    def __init__(self, room):
        self.room, self.door, self.inside = room, Lock(), 0

    def come(self):
        with self.door:
            self.inside += 1
            if self.inside == 1:
                self.room.acquire()

    def go(self):
        with self.door:
            self.inside -= 1
            if self.inside == 0:
                self.room.release()


book = Textbook(Lock())
book.come()
writer = started(book.room.acquire)
for _ in range(100):
    book.come()  # the next one comes before the last one goes
    book.go()
print("the writer is out:", writer.is_alive())
book.go()
print(end(writer))

other = Textbook(RLock())
other.come()
other.come()
other.go()
print(end(started(other.go)))

places, half = Semaphore(4), Barrier(2)


def take_all():
    for taken in range(4):
        if taken == 2:
            half.wait(60)
        if not places.acquire(timeout=0.5 if taken >= 2 else 60):
            raise TimeoutError(f"{taken} of 4")
    print("alone")


print([end(each) for each in [started(take_all) for _ in "ab"]])
"""
    )

    assert said.splitlines() == [
        "the writer is out: True",
        "done",
        "RuntimeError: cannot release un-acquired lock",
        "['TimeoutError: 2 of 4', 'TimeoutError: 2 of 4']",
    ]


def test_threading_has_no_such_lock(printed: Callable[[str], str]) -> None:
    """None of its names has to do with readers, writers or sharing."""
    said = printed("""
        import threading

        words = "readwrite", "readers", "writer", "rwlock", "shared"
        print([n for n in threading.__all__ if any(word in n.lower() for word in words)])
    """)

    assert said == "[]\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no flock")
def test_processes_share_a_file_lock_to_read(printed: Callable[[str], str]) -> None:
    """Two hold it shared, and one who writes is refused, and the other way round."""
    said = printed("""
        import fcntl
        import subprocess
        import sys

        ASK = (
            "import fcntl, sys\\n"
            "try: fcntl.flock(open('lock'), getattr(fcntl, sys.argv[1]) | fcntl.LOCK_NB)\\n"
            "except BlockingIOError: print('refused')\\n"
            "else: print('in')\\n"
        )
        with open("lock", "w") as file:
            for held in fcntl.LOCK_SH, fcntl.LOCK_EX:
                fcntl.flock(file, held)
                for asked in "LOCK_SH", "LOCK_EX":
                    call = [sys.executable, "-c", ASK, asked]
                    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
                    print(done.stdout.strip())
    """)

    assert said.split() == ["in", "refused", "refused", "refused"]
