"""What the page "Run workers that end well" says, beyond test_run_workers.py."""

import ast
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from snippets.threads import run_workers
from snippets.threads.run_workers import Crew
from tests.threads.test_run_workers import ROOT, START, STUCK, ended

SOURCE = Path(run_workers.__file__).read_text(encoding="utf-8")


def test_a_generator_feeds_the_workers_a_few_at_a_time() -> None:
    """The items of a generator are done, and it is never further ahead than the queue holds."""
    crew, ahead = Crew(2, strict=False), list[int]()

    def items() -> Iterator[str]:
        for number in range(50):
            ahead.append(number - len(crew.done))
            yield f"page {number}"

    crew.run(items())  # type: ignore[arg-type]

    assert len(crew.done) == 50
    # four in the queue, two in hand, one on its way
    assert max(ahead) <= 7


def test_a_worker_that_fails_stops_all() -> None:
    """What a worker raises outside of its item is logged, and the program ends with status 1."""
    work = (
        "def lost(self, item): raise ValueError('a mistake')\nprogram.Crew.try_one = lost\n"
        "program.WORKERS = 1\n"
    )
    status, out, err = ended(work)

    assert (status, out) == (1, "done: 0 of 20\n")
    assert "a worker is lost, so all stop" in err and "ValueError: a mistake" in err


def test_a_grace_period_is_given_after_the_first_error() -> None:
    """With --stop-at-first the item that runs beside the one that fails is done."""
    work = (
        "both = threading.Barrier(2, timeout=30)\n"
        "def handle(item):\n"
        "    both.wait()\n"
        "    if item == 'page 1': raise ValueError\n"
        "    crew_stop.wait(30)\n"
        "program.handle, program.WORKERS = handle, 2\n"
        "crew_stop = threading.Event()\n"
        "begin = program.Crew.__init__\n"
        "def init(self, *given):\n"
        "    global crew_stop\n"
        "    begin(self, *given)\n"
        "    crew_stop = self.stop\n"
        "program.Crew.__init__ = init\n"
    )
    status, out, _ = ended(work, "--stop-at-first")

    assert (status, out) == (1, "done: 1 of 20\nfailed: page 1\n")


def test_an_item_beyond_the_grace_period_is_cut_off() -> None:
    """What does not end in its share of GRACE is left behind, its stack printed."""
    work = STUCK.format(before="if item == 'page 1': raise ValueError", limit=60)
    status, out, err = ended(work + "program.WORKERS = 2", "--stop-at-first")

    assert (status, out) == (1, "done: 0 of 20\nfailed: page 1\n")
    assert "in wait_for_ever" in err


def test_no_wait_of_the_program_is_without_a_limit() -> None:
    """Each call of get, put, join and wait in its source has a timeout, its own put aside."""
    waits = [
        node
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"get", "put", "join", "wait"}
        and ast.unparse(node.func.value) != "self"
    ]
    limits = {ast.unparse(node.func): ast.unparse(node) for node in waits}

    assert limits == {
        "self.todo.get": "self.todo.get(timeout=TICK)",
        "self.todo.put": "self.todo.put(item, timeout=TICK)",
        "alive[0].join": "alive[0].join(TICK)",
        "thread.join": "thread.join(GRACE / len(self.threads))",
    }


@pytest.mark.parametrize("number", [1, 8])
def test_an_event_reaches_all_and_an_empty_queue_sends_them_home(number: int) -> None:
    """Set before or after the start, `no_more` and `stop` end each of the workers."""
    for name in ("no_more", "stop"):
        crew = Crew(number, strict=False)
        for thread in crew.threads:
            thread.start()
        getattr(crew, name).set()
        for thread in crew.threads:
            thread.join(timeout=60)

        assert not crew.alive()
        assert len(crew.home) == number


def test_an_event_needs_no_place_in_a_full_queue() -> None:
    """It is set while the queue is full, where an end mark finds no place."""
    queue, stop = Queue[str | None](1), Event()
    queue.put("page")
    marking = Thread(target=queue.put, args=(None,), daemon=True)
    marking.start()
    stop.set()
    marking.join(timeout=0.1)

    assert stop.is_set() and marking.is_alive()
    queue.get(timeout=60)


def test_who_is_done_within_the_grace_period_is_not_cut_off() -> None:
    """An item that ends after the program was asked to stop is counted as done."""
    crew, begun, go_on = Crew(1, strict=False), Event(), Event()

    def handle(item: str) -> None:
        begun.set()
        assert crew.stop.wait(60) and go_on.wait(60)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_workers, "handle", handle)
        crew.todo.put("page")
        crew.threads[0].start()
        assert begun.wait(60)
        leaving = Thread(target=crew.leave)
        leaving.start()
        assert crew.stop.wait(60)
        go_on.set()
        leaving.join(timeout=60)

    assert crew.done == ["page"] and not crew.alive()


def test_records_do_not_mix() -> None:
    """While one record is written no other one begins, and each names its thread."""
    inside, mixed, lines = list[int](), list[int](), list[str]()

    class Stream:
        def write(self, text: str) -> None:
            inside.append(threading.get_ident())
            Event().wait(0.001)
            mixed.append(len(inside))
            inside.pop()
            lines.append(text)

        def flush(self) -> None: ...

    handler = logging.StreamHandler(Stream())
    handler.setFormatter(logging.Formatter("%(threadName)s: %(message)s"))
    log = logging.Logger("alone")
    log.addHandler(handler)
    threads = [
        Thread(target=log.error, args=("message",), name=f"writer {number}") for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert set(mixed) == {1}
    assert sorted(lines) == sorted(f"{thread.name}: message\n" for thread in threads)


def test_a_loop_without_an_end_is_left() -> None:
    """An item that loops in Python for ever does not keep the program from ending."""
    work = (
        "def handle(item):\n    while True: pass\n"
        "program.handle, program.WORKERS, program.LIMIT, program.GRACE = handle, 1, 0.3, 0.1\n"
    )
    status, out, err = ended(work)

    assert (status, out) == (1, "done: 0 of 20\n")
    assert "in handle" in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
def test_a_call_that_keeps_the_gil_stops_all() -> None:
    """A regular expression that tries for hours hears neither the limit nor SIGTERM."""
    work = (
        "import re\n"
        "def handle(item):\n"
        "    print('begun', flush=True)\n"
        "    re.match('(a+)+$', 'a' * 60 + 'b')\n"
        "program.handle, program.WORKERS, program.LIMIT, program.GRACE = handle, 1, 0.2, 0.1\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", f"{START}{work}\nprogram.main()"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "begun\n"
            child.terminate()
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(timeout=1)
        finally:
            child.kill()
