from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Pipe, active_children, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier, Event, Thread, current_thread, main_thread
from typing import Any

import pytest

from snippets.executors.silent_failure import send

SPAWN = get_context("spawn")
pipes: list[Connection] = []
go = Event()


class Late:
    """An argument that is pickled once `go` is set; one without words cannot be."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __reduce__(self) -> tuple[type, tuple[str]]:
        assert go.wait(60)
        if not self.words:
            raise TypeError("stays here")
        return str, (self.words,)


def share(pipe: Connection) -> None:
    pipes.append(pipe)


def tell(what: Any) -> Any:
    pipes[0].send(what)
    return what


def read(label: str, notes: Path) -> int:
    with notes.open("a", encoding="utf-8") as file:
        print(label, file=file)
    return int(label)


@pytest.mark.parametrize("ask", [Future.result, Future.exception])
def test_both_questions_wait_for_the_end(ask: Callable[[Future[Any]], Any]) -> None:
    """Whoever asks while the task runs has the answer when it has ended, and not before."""
    gate, asking = Event(), Event()
    ended: list[bool] = []
    seen: list[bool] = []

    def task() -> None:
        assert gate.wait(60)
        ended.append(True)

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(task)

        def ask_it() -> None:
            asking.set()
            seen.append(ask(future) is None and bool(ended))

        asker = Thread(target=ask_it)
        asker.start()
        assert asking.wait(60)
        gate.set()
        asker.join(60)

    assert seen == [True]


def test_both_questions_raise_for_a_cancelled_future() -> None:
    """`result` and `exception` alike raise CancelledError."""
    future: Future[None] = Future()
    future.cancel()
    for ask in (future.result, future.exception):
        with pytest.raises(CancelledError):
            ask(timeout=60)


def test_after_the_error_map_gives_nothing_more() -> None:
    """What stands behind the error was done, and its result cannot be collected."""
    done = Event()

    def deliver(address: str) -> None:
        if address == "eve@example.org":
            done.set()
        send(address)

    with ThreadPoolExecutor(1) as pool:
        sent = pool.map(deliver, ["bob", "eve@example.org"])
        assert done.wait(60)
        with pytest.raises(ValueError, match="bob"):
            next(sent)

    assert list(sent) == []


def test_what_stands_behind_the_bad_item_of_a_chunk_is_not_read(tmp_path: Path) -> None:
    """The worker leaves the chunk at the error."""
    notes = tmp_path / "notes"
    labels = ["12", "15", "11", "14", "oops", "16"]
    with ProcessPoolExecutor(1, SPAWN) as pool, pytest.raises(ValueError, match="oops"):
        list(pool.map(read, labels, [notes] * 6, chunksize=3, timeout=60))

    assert notes.read_text(encoding="utf-8").split() == labels[:-1]


def test_each_new_worker_calls_the_initializer() -> None:
    """Two threads that work at once have called it twice."""
    met, called = Barrier(2), []
    with ThreadPoolExecutor(2, initializer=lambda: called.append(current_thread())) as pool:
        list(pool.map(met.wait, [60, 60], timeout=60))

    assert len(set(called)) == len(called) == 2


def test_a_slow_callback_holds_up_all_results() -> None:
    """While it runs, another task ends in its worker, and its future is not done."""
    mine, theirs = Pipe()
    threads: set[Thread] = set()
    held: list[bool] = []

    def first_came(_: Future[Any]) -> None:
        threads.add(current_thread())
        held.append(mine.poll(60) and mine.recv() == "first" and mine.poll(60) and not last.done())

    go.clear()
    with ProcessPoolExecutor(1, SPAWN, share, (theirs,)) as pool:
        first = pool.submit(tell, Late("first"))
        last = pool.submit(tell, Late("last"))
        first.add_done_callback(first_came)
        last.add_done_callback(lambda _: threads.add(current_thread()))
        go.set()

    assert held == [True]
    assert len(threads - {main_thread()}) == 1


def test_the_callback_of_an_unsent_call_runs_where_it_was_pickled() -> None:
    """It is not the thread of the callbacks of tasks that ran."""
    threads: list[Thread] = []
    go.clear()
    with ProcessPoolExecutor(1, SPAWN) as pool:
        for words in ("", "sent"):
            future = pool.submit(repr, Late(words))
            future.add_done_callback(lambda _: threads.append(current_thread()))
        go.set()

    assert main_thread() not in threads
    assert len(set(threads)) == len(threads) == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt])
def test_an_exit_in_a_callback_ends_the_manager_thread(kind: type[BaseException]) -> None:
    """The next result does not come, and the worker is there after the shutdown."""
    before = set(active_children())
    called, managers = Event(), list[Thread]()

    def leave(_: Future[Any]) -> None:
        managers.append(current_thread())
        called.set()
        raise kind

    go.clear()
    pool = ProcessPoolExecutor(1, SPAWN)
    try:
        pool.submit(repr, Late("first")).add_done_callback(leave)
        second = pool.submit(repr, Late("second"))
        go.set()
        assert called.wait(60)
        managers[0].join(60)
        pool.shutdown()
        left = set(active_children()) - before
        assert left and not second.done()
    finally:
        for child in set(active_children()) - before:
            child.kill()
