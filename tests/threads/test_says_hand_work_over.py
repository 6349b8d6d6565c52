"""What the page "Hand work over with a queue" says, beyond what its programs show."""

import multiprocessing.queues
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import Empty, Full, Queue
from threading import Event, Thread, current_thread
from typing import Any

import pytest

from recorder.pythons.interpreters import Interpreter
from snippets.threads import feed_workers


@pytest.mark.parametrize(("givers", "takers"), [(1, 1), (1, 8), (8, 1), (5, 3)])
def test_each_page_is_taken_once(givers: int, takers: int) -> None:
    """However many threads put and take, each item comes out once."""
    todo, each = Queue[tuple[int, int] | None](maxsize=4), 100

    def give(giver: int) -> None:
        for number in range(each):
            todo.put((giver, number), timeout=60)

    def take() -> list[tuple[int, int]]:
        return list(iter(partial(todo.get, timeout=60), None))

    with ThreadPoolExecutor(givers + takers) as pool:
        taking = [pool.submit(take) for _ in range(takers)]
        giving = [pool.submit(give, giver) for giver in range(givers)]
        for one in giving:
            one.result(timeout=60)
        for _ in range(takers):
            todo.put(None, timeout=60)
        taken = Counter(item for one in taking for item in one.result(timeout=60))

    assert taken == Counter((giver, n) for giver in range(givers) for n in range(each))


@pytest.mark.parametrize("wait", [lambda q: q.get(), lambda q: q.put(1) or q.put(2)])
def test_a_wait_without_a_limit_goes_on(wait: Callable[[Queue[int]], object]) -> None:
    """Who gets from an empty queue, or puts into a full one, waits while nobody is left."""
    queue = Queue[int](1)
    waiting = Thread(target=wait, args=(queue,), daemon=True)
    waiting.start()
    waiting.join(timeout=0.2)

    assert waiting.is_alive()


def dying(on: str) -> Callable[[Queue[str | None], list[str]], None]:
    """A worker that dies of the page `on`, or of any page."""

    def work(todo: Queue[str | None], done: list[str]) -> None:
        while (page := todo.get(timeout=feed_workers.LIMIT)) is not None:
            if on in ("any", page):
                raise ValueError(page)
            done.append(page)
        todo.put(None, timeout=feed_workers.LIMIT)

    return work


def test_what_one_worker_died_of_is_raised_in_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others go on, and the error comes as a group."""
    monkeypatch.setattr(feed_workers, "work", dying("page 3"))

    with pytest.raises(ExceptionGroup) as caught:
        feed_workers.main()
    assert [repr(error) for error in caught.value.exceptions] == ["ValueError('page 3')"]


@pytest.mark.parametrize("pages", [20, 12, 4])
def test_where_all_are_dead_main_says_of_what(pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a page, the end mark or nothing finds no room: each death is in the group."""
    monkeypatch.setattr(feed_workers, "work", dying("any"))
    monkeypatch.setattr(feed_workers, "LIMIT", 0.1)
    monkeypatch.setattr(feed_workers, "PAGES", [str(number) for number in range(pages)])

    with pytest.raises(ExceptionGroup) as caught:
        feed_workers.main()
    died = sorted(repr(error) for error in caught.value.exceptions)
    assert died == [f"ValueError('{number}')" for number in range(4)]
    assert isinstance(caught.value.__context__, Full) == (pages > 4)


def test_where_nobody_died_the_put_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """With workers that take nothing and raise nothing, main ends with Full."""
    monkeypatch.setattr(feed_workers, "work", lambda todo, done: None)
    monkeypatch.setattr(feed_workers, "LIMIT", 0.1)

    with pytest.raises(Full):
        feed_workers.main()


def test_a_full_queue_can_be_shut_down(free_threaded: Interpreter) -> None:
    """shutdown() of a full queue does not wait, and hands out what is in there."""
    code = (
        "from queue import Queue, ShutDown\n"
        "queue = Queue(1)\n"
        "queue.put('page')\n"
        "queue.shutdown()\n"
        "print(queue.get())\n"
        "try: queue.get()\n"
        "except ShutDown: print('home')\n"
    )
    child = subprocess.run(
        [free_threaded.path, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert child.stdout == "page\nhome\n"


def test_a_pool_takes_what_nobody_has_time_for() -> None:
    """While its only worker is busy, an executor takes ten thousand calls more."""
    go_on = Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(go_on.wait, 60)
        calls = [pool.submit(int) for _ in range(10_000)]
        begun = sum(not call.cancel() for call in calls)
        go_on.set()

    assert begun == 0


@pytest.mark.usefixtures("windows_end_here")
def test_a_variable_of_tkinter_is_for_the_main_loop() -> None:
    """In another thread it raises, also where it is deleted; a queue reaches the main thread."""
    tkinter = pytest.importorskip("tkinter")
    window, messages = tkinter.Tcl(), Queue[str | None]()
    problems, unraised, shown = list[str](), list[str](), list[tuple[str, str]]()

    def work() -> None:
        try:
            tkinter.StringVar(window).set("half done")
        except RuntimeError as error:
            problems.append(str(error))

    def catch(unraisable: Any) -> None:
        unraised.append(str(unraisable.exc_value))

    hook, sys.unraisablehook = sys.unraisablehook, catch
    try:
        working = Thread(target=work)
        working.start()
        working.join(60)
    finally:
        sys.unraisablehook = hook
    assert problems == ["main thread is not in main loop"]
    assert set(unraised) == set(problems)

    def poll() -> None:
        try:
            while (message := messages.get_nowait()) is not None:
                shown.append((message, current_thread().name))
        except Empty:
            window.after(5, poll)
        else:
            window.quit()

    def report() -> None:
        for message in "half done", "done", None:
            messages.put(message)

    reporting = Thread(target=report)
    reporting.start()
    window.after(5, poll)
    window.mainloop(-1)  # goes on although it has no window
    reporting.join(60)
    assert shown == [("half done", "MainThread"), ("done", "MainThread")]


def test_a_shutdown_at_once_counts_what_it_drops(free_threaded: Interpreter) -> None:
    """The item in hand is counted down by its worker alone: join waits for that."""
    code = (
        "from queue import Queue\n"
        "from threading import Thread\n"
        "queue = Queue()\n"
        "for page in 'ab': queue.put(page)\n"
        "queue.get()\n"
        "queue.shutdown(immediate=True)\n"
        "joining = Thread(target=queue.join, daemon=True)\n"
        "joining.start()\n"
        "joining.join(0.2)\n"
        "print(joining.is_alive())\n"
        "queue.task_done()\n"
        "joining.join(60)\n"
        "print(joining.is_alive())\n"
    )
    child = subprocess.run(
        [free_threaded.path, "-c", code], capture_output=True, text=True, timeout=90, check=True
    )

    assert child.stdout == "True\nFalse\n"


def test_the_end_of_the_block_waits_for_failed_calls_too() -> None:
    """Nothing is counted: a call that raises is over as well."""
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(int, text) for text in ("1", "one", "2")]

    assert [call.done() and call.exception() is None for call in calls] == [True, False, True]


def test_a_producer_that_waits_at_a_full_queue_is_woken(printed: Callable[[str], str]) -> None:
    """By ShutDown, where there is a shutdown; a timeout raises Full everywhere."""
    said = printed("""
        from queue import Full, Queue
        from threading import Event, Thread

        todo, ends = Queue(1), []
        todo.put("first")
        try:
            todo.put("second", timeout=0.01)
        except Full:
            ends.append("Full")

        def put():
            try:
                todo.put("second", timeout=60)
            except BaseException as error:
                ends.append(type(error).__name__)

        if hasattr(todo, "shutdown"):
            threads = [Thread(target=put) for _ in range(3)]
            for thread in threads:
                thread.start()
            todo.shutdown()
            for thread in threads:
                thread.join(60)
        else:
            ends += ["ShutDown"] * 3
        print(*ends)
    """)

    assert said == "Full ShutDown ShutDown ShutDown\n"


def test_an_object_is_another_one_behind_a_pipe() -> None:
    """None is the same on both sides, and a multiprocessing.Queue has no shutdown."""
    mark = object()

    assert pickle.loads(pickle.dumps(mark)) is not mark
    assert pickle.loads(pickle.dumps(None)) is None
    assert not hasattr(multiprocessing.queues.Queue, "shutdown")
