"""What the page on pipes and queues says, held to runs."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest


def test_a_managers_queue_may_be_joined_first(printed: Callable[[str], str]) -> None:
    """A megabyte, which no pipe holds, waits in the manager's process."""
    said = printed("""
        from multiprocessing import Manager, get_context

        def put(box):
            box.put(bytes(1_000_000))

        if __name__ == "__main__":
            with Manager() as manager:
                box = manager.Queue()
                child = get_context("spawn").Process(target=put, args=(box,))
                child.start()
                child.join(timeout=60)
                print(child.exitcode, len(box.get(timeout=60)))
    """)

    assert said == "0 1000000\n"


def test_nothing_comes_from_a_dead_child(printed: Callable[[str], str]) -> None:
    """The reader holds the other end of the queue itself, so it sees no end either."""
    said = printed("""
        import sys
        from multiprocessing import get_context
        from queue import Empty

        def put(box):
            sys.exit(3)

        if __name__ == "__main__":
            spawn = get_context("spawn")
            box = spawn.Queue()
            child = spawn.Process(target=put, args=(box,))
            child.start()
            child.join(timeout=60)
            try:
                box.get(timeout=0.2)
            except Empty:
                print(child.exitcode, box._writer.closed)
    """)

    assert said == "3 False\n"


def test_what_cannot_be_pickled_is_no_error_of_put(printed: Callable[[str], str]) -> None:
    """`put` returns, the traceback comes from its thread, and the next item arrives."""
    said = printed("""
        from multiprocessing import Queue

        box = Queue()
        box.put(lambda: 1)
        box.put("a letter")
        print(box.get(timeout=60))
    """)

    assert said.splitlines()[-1] == "a letter"
    assert "Traceback" in said
    assert "<lambda>" in said


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
def test_a_killed_reader_takes_the_lock_along(printed: Callable[[str], str]) -> None:
    """It was idle in `get`; now an item that is there reaches nobody."""
    said = printed("""
        import time
        from multiprocessing import get_context
        from queue import Empty

        def read(box):
            box.get()

        if __name__ == "__main__":
            spawn = get_context("spawn")
            box = spawn.Queue()
            child = spawn.Process(target=read, args=(box,))
            child.start()
            end = time.monotonic() + 30
            while box._rlock.acquire(block=False) and time.monotonic() < end:
                box._rlock.release()
                time.sleep(0.01)
            child.kill()
            child.join()
            box.put("a letter")
            print(box._reader.poll(30))
            try:
                print(box.get(timeout=0.5))
            except Empty:
                print("nobody gets it")
    """)

    assert said == "True\nnobody gets it\n"


def test_an_executor_has_two_queues() -> None:
    """One for the calls and one for what comes of them."""
    with ProcessPoolExecutor(1) as pool:
        queues = [getattr(pool, f"_{name}_queue") for name in ("call", "result")]

        assert all(hasattr(one, "put") and hasattr(one, "get") for one in queues)


def test_a_queue_of_threads_copies_nothing() -> None:
    """What comes out is what was put in."""
    box: queue.Queue[list[str]] = queue.Queue()
    letter = ["to Ada"]
    box.put(letter)

    assert box.get(timeout=60) is letter


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has other pipes")
@pytest.mark.parametrize(("reads", "ends"), [(True, "EOFError"), (False, "ConnectionResetError")])
def test_a_pipe_of_two_directions_may_be_reset(
    printed: Callable[[str], str], reads: bool, ends: str
) -> None:
    """The dead child has read what was sent to it, or has not."""
    said = printed(f"""
        from multiprocessing import Pipe, get_context

        def work(end):
            if {reads}:
                end.recv()

        if __name__ == "__main__":
            spawn = get_context("spawn")
            ours, theirs = Pipe()
            child = spawn.Process(target=work, args=(theirs,))
            child.start()
            ours.send("to Ada")
            theirs.close()
            child.join(timeout=60)
            try:
                ours.recv()
            except (EOFError, OSError) as error:
                print(type(error).__name__)
    """)

    assert said == f"{ends}\n"


def test_a_join_with_a_limit_gives_up_and_a_cancelled_one_loses(
    printed: Callable[[str], str],
) -> None:
    """The child is there until all is read; with cancel_join_thread it goes, and items with it."""
    said = printed("""
        from multiprocessing import get_context

        ITEMS = 1000

        def put(queue, cancels):
            if cancels:
                queue.cancel_join_thread()
            for _ in range(ITEMS):
                queue.put(b"x" * 1000)

        if __name__ == "__main__":
            spawn = get_context("spawn")
            queue = spawn.Queue()
            child = spawn.Process(target=put, args=(queue, False))
            child.start()
            queue.get(timeout=60)
            child.join(1)
            print(child.exitcode)
            for _ in range(ITEMS - 1):
                queue.get(timeout=60)
            child.join(60)
            print(child.exitcode)

            queue = spawn.Queue()
            child = spawn.Process(target=put, args=(queue, True))
            child.start()
            child.join(60)
            arrived = 0
            while queue._reader.poll(0):
                queue.get(timeout=60)
                arrived += 1
            print(child.exitcode, arrived < ITEMS)
    """)

    assert said == "None\n0\n0 True\n"


def test_an_item_that_was_there_may_go_to_another_process(printed: Callable[[str], str]) -> None:
    """A look at the queue tells of a moment; who was asked then is taken at once by others."""
    said = printed("""
        import queue
        from multiprocessing import get_context

        def take(letters):
            letters.get(timeout=60)

        if __name__ == "__main__":
            spawn = get_context("spawn")
            letters = spawn.Queue(1)
            letters.put("a letter")
            while not letters._reader.poll(60):
                pass
            empty, full = letters.empty(), letters.full()
            child = spawn.Process(target=take, args=(letters,))
            child.start()
            child.join()
            print(empty, full)
            print(letters.empty(), letters.full())
            try:
                letters.get(block=False)
            except queue.Empty:
                print("get would wait")
    """)

    assert said == "False True\nTrue False\nget would wait\n"
