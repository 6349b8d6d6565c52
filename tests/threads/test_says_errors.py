import multiprocessing
import queue
import signal
import threading
from collections.abc import Callable

import pytest


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no signal to a thread")
def test_a_handler_runs_in_the_main_thread() -> None:
    """Also where the system gave the signal to another one, which cannot set a handler itself."""
    ran: list[threading.Thread] = []
    problems: list[str] = []
    handled = threading.Event()

    def hear() -> None:
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        try:
            signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        except ValueError as error:
            problems.append(str(error))
        handled.wait(60)

    def note(*_: object) -> None:
        ran.append(threading.current_thread())
        handled.set()

    before = signal.signal(signal.SIGUSR1, note)
    try:
        thread = threading.Thread(target=hear)
        thread.start()
        thread.join(60)
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert ran == [threading.main_thread()]
    assert problems == ["signal only works in main thread of the main interpreter"]


@pytest.mark.parametrize("how", ["aborted", "late", "reset"])
def test_what_breaks_a_barrier(how: str) -> None:
    """A thread that waits at it is told, and a broken one lets nobody through before a reset."""
    barrier = threading.Barrier(2)
    told: list[type] = []

    def arrive() -> None:
        try:
            barrier.wait(0.01 if how == "late" else 60)
        except threading.BrokenBarrierError as error:
            told.append(type(error))

    thread = threading.Thread(target=arrive)
    thread.start()
    while how != "late" and not barrier.n_waiting:
        thread.join(0.01)
    if how != "late":
        barrier.abort() if how == "aborted" else barrier.reset()
    thread.join(60)
    assert told == [threading.BrokenBarrierError]
    assert barrier.broken is (how != "reset")
    if barrier.broken:
        with pytest.raises(threading.BrokenBarrierError):
            barrier.wait(60)
    barrier.reset()
    assert not barrier.broken


def test_get_with_a_timeout_raises_empty_too() -> None:
    """As get_nowait does at once."""
    letters: queue.Queue[int] = queue.Queue()
    for ask in (letters.get_nowait, lambda: letters.get(timeout=0.01)):
        with pytest.raises(queue.Empty):
            ask()


def test_task_done_is_counted_against_what_was_put() -> None:
    """More calls than items taken pass while more items were put."""
    letters: queue.Queue[int] = queue.Queue()
    for number in range(2):
        letters.put(number)
    letters.get()
    letters.task_done()
    letters.task_done()
    with pytest.raises(ValueError, match="too many times"):
        letters.task_done()


@pytest.mark.parametrize("kind", [threading.Thread, multiprocessing.Process])
def test_a_text_is_as_many_arguments_as_it_has_letters(kind: type) -> None:
    """For a thread and for a process, and a list of one text is one argument."""
    taken: list[tuple[str, ...]] = []

    def take(*given: str) -> None:
        taken.append(given)

    pages = ["/news", "/weather"]
    for args in ("/news", ["/news"], ("/news",), pages):
        kind(target=take, args=args).run()

    assert taken == [tuple("/news"), ("/news",), ("/news",), tuple(pages)]

    named: list[str] = []
    kind(target=lambda page: named.append(page), kwargs={"page": "/news"}).run()
    assert named == ["/news"]


@pytest.mark.skipif("sys.platform != 'linux'", reason="another system reserves otherwise")
def test_a_thread_reserves_the_stack_that_was_asked_for(printed: Callable[[str], str]) -> None:
    """As much address space as the limit of the shell, or as `stack_size` said, and no memory."""
    said = printed("""
        import os
        import resource
        import sys
        import threading

        def held(what):
            with open("/proc/self/status") as status:
                lines = dict(line.split(":", 1) for line in status)
            return int(lines[what].split()[0]) // 1024

        def grown():
            go = threading.Event()
            before = held("VmSize"), held("VmRSS")
            threads = [threading.Thread(target=go.wait) for _ in range(4)]
            for thread in threads:
                thread.start()
            after = held("VmSize"), held("VmRSS")
            go.set()
            return after[0] - before[0], after[1] - before[1]

        if len(sys.argv) == 1:
            hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
            resource.setrlimit(resource.RLIMIT_STACK, (2**28, hard))
            os.execv(sys.executable, [sys.executable, __file__, "again"])
        space, memory = grown()
        print(space >= 4 * 256, memory < 100)
        threading.stack_size(2**29)
        space, memory = grown()
        print(space >= 4 * 512 - 1100, memory < 100)
    """)

    assert said == "True True\nTrue True\n"


def test_functions_of_python_recurse_as_deep_as_the_limit(printed: Callable[[str], str]) -> None:
    """In a thread with the usual stack, and the limit counts for it too."""
    said = printed("""
        import sys
        from threading import Thread

        def deep(left):
            return left and 1 + deep(left - 1)

        sys.setrecursionlimit(60_000)
        thread = Thread(target=lambda: print(deep(50_000)))
        thread.start()
        thread.join(60)
    """)

    assert said == "50000\n"


def test_a_larger_stack_has_room_for_calls_through_c(printed: Callable[[str], str]) -> None:
    """`sorted` calls its key from C, and that calls `sorted`; two versions have a fixed bound."""
    said = printed("""
        import sys, threading

        def deep(left):
            return left and 1 + sorted([1], key=lambda _: deep(left - 1))[0]

        def work():
            try:
                print(deep(15_000))
            except RecursionError:
                print((3, 12) <= sys.version_info < (3, 14) and 2)

        sys.setrecursionlimit(60_000)
        threading.stack_size(512 * 2**20)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(60)
    """)

    assert said == "2\n"
