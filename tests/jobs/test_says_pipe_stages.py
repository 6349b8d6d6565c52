"""What the page on pipelines says besides, held to runs."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Queue
from threading import Event, Thread

import pytest

from snippets.jobs.pipe_lines import Pipeline, StageError
from tests.jobs.places import interpreter_for

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="starts processes")


def test_a_dead_consumer_leaves_its_producer_in_put() -> None:
    """And whoever joins the queue, since nobody says that the items are done."""
    line = Queue[int](2)

    def consume() -> None:
        line.get()

    def produce() -> None:
        for number in range(10):
            line.put(number)

    team = [Thread(target=one, daemon=True) for one in (consume, produce, line.join)]
    for thread in team:
        thread.start()
    team[0].join(60)
    for thread in team[1:]:
        thread.join(0.5)

    assert [thread.is_alive() for thread in team] == [False, True, True]
    assert line.full()
    for _ in range(9):  # of ten, one was taken
        line.get(timeout=60)


SHUT = """
from queue import Queue, ShutDown
from threading import Thread

def blocked(call):
    try:
        call()
    except ShutDown:
        woken.append(1)

woken, full, empty = [], Queue(1), Queue(1)
full.put(1)
team = [Thread(target=blocked, args=(one,)) for one in (lambda: full.put(2), empty.get)]
for thread in team:
    thread.start()
for line in (full, empty):
    line.shutdown(immediate=True)
for thread in team:
    thread.join()
print(len(woken))
"""


@pytest.mark.parametrize("python", ["3.13", "3.14", "3.14t", "3.15"])
def test_shutdown_wakes_put_and_get(python: str) -> None:
    """Where the queue can be shut down, each ends with ShutDown."""
    command = [interpreter_for((python,), 0).path, "-c", SHUT]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    assert out == "2\n"


def test_without_a_bound_everything_waits_in_the_queue() -> None:
    """The producer has ended, and nothing but the first item was taken."""
    line, taken, go_on = Queue[int](), Event(), Event()

    def consume() -> None:
        line.get()
        taken.set()
        assert go_on.wait(60)

    consumer = Thread(target=consume)
    consumer.start()
    for number in range(20_000):
        line.put(number)
    assert taken.wait(60)
    waiting = line.qsize()
    go_on.set()
    consumer.join(60)

    assert waiting == 19_999


def dies(item: int) -> int:
    """A process that ends in the middle of one item."""
    if item == 9:
        os._exit(1)
    return item


def test_a_worker_process_that_dies_is_an_error_of_a_stage() -> None:
    """What was under way may fail with it, and nothing after it is written."""
    out: list[int] = []
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        pipe = Pipeline(
            (n for n in range(1, 31)), lambda item: pool.submit(dies, item).result(), out.append, 2
        )
        with pytest.raises(StageError, match="work: item") as caught:
            pipe.run(lambda: False)

    assert isinstance(caught.value.__cause__, BrokenProcessPool)
    assert out == list(range(1, len(out) + 1))
    assert len(out) < 9


def put_much(line: multiprocessing.Queue[bytes]) -> None:
    """Put more than a pipe holds."""
    line.put(b"x" * 1_000_000)


def test_a_process_that_has_put_much_does_not_end() -> None:
    """Until somebody takes it: take first, join afterwards."""
    context = multiprocessing.get_context("spawn")
    line: multiprocessing.Queue[bytes] = context.Queue()
    process = context.Process(target=put_much, args=(line,))
    process.start()
    line._reader.poll(60)  # type: ignore[attr-defined]
    process.join(1)
    before = process.is_alive()

    taken = line.get(timeout=60)
    process.join(60)

    assert (before, len(taken), process.exitcode) == (True, 1_000_000, 0)
