import gc
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from threading import Event, Semaphore
from typing import Any

import pytest

from snippets.executors import feed_as_done, window_by_hand
from snippets.executors.endless_input_broken import letters, stamp, taken

#: Counts how far a feed of items is ahead of the one worker of a Pool.
AHEAD = """
from multiprocessing import get_context
from threading import Event

context = get_context("fork")
done, key = context.Value("i", 0), context.Event()
ahead, taken = [], Event()


def feed(size):
    for number in range({items}):
        ahead.append(number - done.value)
        if number == {until}:
            taken.set()
        yield bytes(size)


def measure(item):
    assert key.wait(60)
    done.value += 1


if __name__ == "__main__":
    with context.Pool(1) as pool:
        measured = pool.imap(measure, feed({size}))
        assert taken.wait(60)
        key.set()
        list(measured)
    print(max(ahead))
"""


class Counting(ProcessPoolExecutor):
    """A pool of processes that notes what it would send, and starts none."""

    def __init__(self) -> None:
        super().__init__(1)
        self.sent: list[Any] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.sent.append(args)
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize(("how", "messages"), [({}, 12), ({"chunksize": 4}, 3)])
def test_a_chunk_holds_one_item_unless_you_ask(how: dict[str, int], messages: int) -> None:
    """An executor of processes submits once for each chunk."""
    with Counting() as pool:
        assert list(pool.map(abs, range(12), **how)) == list(range(12))

    assert len(pool.sent) == messages


def test_map_takes_its_input_before_it_returns() -> None:
    """Nobody has asked for a result yet, no call has ended, and the feed has."""
    taken.clear()
    gate = Event()
    with ThreadPoolExecutor(2) as pool:
        blocked = [pool.submit(gate.wait, 60) for _ in range(2)]
        pool.map(stamp, letters())
        assert not any(future.done() for future in blocked)
        gate.set()

        assert len(taken) == 1000


def test_as_completed_is_no_window() -> None:
    """It takes what submits the calls to its end before it gives the first result."""
    asked: list[int] = []

    def calls(pool: Executor) -> Iterator[Future[int]]:
        for number in range(100):
            asked.append(number)
            yield pool.submit(abs, number)

    with ThreadPoolExecutor(2) as pool:
        next(iter(as_completed(calls(pool), timeout=60)))

    assert len(asked) == 100


def test_as_many_lines_are_taken_as_calls_have_ended() -> None:
    """A full window of calls that have ended is given out, and then filled again."""
    feed: list[int] = []
    window = feed_as_done.AHEAD + 1

    def lines() -> Iterator[int]:
        for number in range(3 * window):
            feed.append(number)
            yield number

    class AtOnce(ThreadPoolExecutor):
        """One whose calls are done when they are submitted."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_result(fn(*args, **kwargs))
            return future

    with AtOnce(1) as pool:
        parsed = feed_as_done.parse_all(pool, lines())
        for _ in range(window):
            next(parsed)
        assert len(feed) == window
        next(parsed)

    assert len(feed) == 2 * window


def test_the_window_in_order_waits_for_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first letter is stamped, those behind it are done and no other is taken."""
    feed: list[int] = []
    taken_at_the_end: list[int] = []
    others: list[int] = []
    others_done = Event()

    def slow_first(number: int) -> str:
        if number == 0:
            assert others_done.wait(60)
            taken_at_the_end.append(len(feed))
        else:
            others.append(number)
            if len(others) == 4:
                others_done.set()
        return str(number)

    def numbers() -> Iterator[int]:
        for number in range(50):
            feed.append(number)
            yield number

    monkeypatch.setattr(window_by_hand, "stamp", slow_first)
    with ThreadPoolExecutor(2) as pool:
        assert next(window_by_hand.stamp_all(pool, numbers())) == "0"

    assert taken_at_the_end == [5]


def test_a_semaphore_limits_the_calls_under_way() -> None:
    """It is acquired before submit and released in a done-callback; results pile up."""
    free = Semaphore(3)
    under_way: list[int] = []
    futures: list[Future[int]] = []

    def submit(number: int) -> None:
        assert free.acquire(timeout=60)
        under_way.append(sum(not future.done() for future in futures))
        futures.append(pool.submit(abs, number))
        futures[-1].add_done_callback(lambda _: free.release())

    with ThreadPoolExecutor(2) as pool:
        for number in range(200):
            submit(number)

    assert max(under_way) <= 3
    assert len(futures) == 200


def test_one_bad_item_ends_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its error leaves the window, and nothing comes behind it."""

    def parse(line: str) -> float:
        return float(line)

    monkeypatch.setattr(feed_as_done, "parse", parse)
    with ThreadPoolExecutor(1) as pool:
        parsed = feed_as_done.parse_all(pool, iter(["oops", *"123456789"]))
        with pytest.raises(ValueError, match="oops"):
            list(parsed)

        assert list(parsed) == []


@pytest.mark.skipif("sys.platform == 'win32'", reason="forks its worker")
@pytest.mark.parametrize(
    ("size", "items", "until", "least", "most"),
    [(1, 9_000, 300, 300, 3_000), (1_000_000, 30, 0, 1, 2)],
)
def test_imap_takes_items_as_fast_as_the_worker_empties_the_pipe(
    printed: Callable[[str], str], size: int, items: int, until: int, least: int, most: int
) -> None:
    """Hundreds of small ones while the first waits, and not all; of large ones a single one."""
    code = AHEAD
    for name, value in (("size", size), ("items", items), ("until", until)):
        code = code.replace(f"{{{name}}}", str(value))

    assert least <= int(printed(code)) <= most


class Result:
    """Something that can be asked whether it is still there."""


@pytest.mark.parametrize(("keep", "left"), [("list", 50), ("set", 1)])
def test_a_list_of_futures_keeps_their_results(keep: str, left: int) -> None:
    """`del` and a collection free none of them; taken out of a set, all but the last are gone."""
    alive = weakref.WeakSet[Result]()
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(Result) for _ in range(50)]
        waiting = set(asked)
        if keep == "set":
            del asked
        for future in as_completed(waiting if keep == "set" else asked):
            alive.add(future.result())
            waiting.discard(future)
            del future
            gc.collect()

    assert len(alive) == left or (keep == "set" and len(alive) <= left)


def test_map_lets_go_of_what_it_hands_over() -> None:
    """Of fifty results the last one is left; before you take them, all are there."""
    alive = weakref.WeakSet[Result]()

    def make(_: int) -> Result:
        result = Result()
        alive.add(result)
        return result

    with ThreadPoolExecutor(1) as pool:
        results = pool.map(make, range(50))
        pool.submit(int).result(60)  # so the one worker is through with them
        piled = len(alive)
        for result in results:
            del result
        gc.collect()

    assert piled == 50 and len(alive) <= 1
