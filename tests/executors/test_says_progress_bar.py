"""What the page "Move a progress bar as tasks finish" says, beyond what its programs show."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Iterator, MutableSequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from queue import Queue
from threading import Thread
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress

from snippets.executors import steps_of_each_task


def quiet() -> Progress:
    """A bar on a terminal that nobody sees."""
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    return Progress(console=console, redirect_stdout=False)


def test_a_bar_cannot_travel() -> None:
    """It holds a lock that cannot be pickled."""
    with pytest.raises(TypeError, match=r"cannot pickle '_thread\.RLock' object"):
        pickle.dumps(quiet())


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork here")
def test_a_forked_worker_moves_its_own_copy() -> None:
    """The parent's bar stays where it was; it runs on the Python of these tests, which has rich."""
    text = """if True:
        import io
        from multiprocessing import get_context
        from rich.console import Console
        from rich.progress import Progress

        progress = Progress(console=Console(file=io.StringIO()))
        task = progress.add_task("long", total=10)

        def work():
            progress.update(task, completed=10)
            print("child:", progress.tasks[0].completed, flush=True)

        child = get_context("fork").Process(target=work)
        child.start()
        child.join(60)
        print("parent:", progress.tasks[0].completed)
    """
    said = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=120)

    assert said.stdout == "child: 10\nparent: 0\n", said.stderr


def test_rich_draws_what_the_workers_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the place of draw, in the parent alone; at the end the bars are full."""
    monkeypatch.setattr(steps_of_each_task, "LOOK", 0.01)
    with quiet() as progress:
        bars = [
            progress.add_task(name, total=steps) for name, steps in steps_of_each_task.FILES.items()
        ]

        def draw(counts: MutableSequence[int], end: str = "") -> None:
            for place, bar in enumerate(bars):
                progress.update(bar, completed=counts[place])
            if end:
                progress.console.print("a text above the bars")

        monkeypatch.setattr(steps_of_each_task, "draw", draw)
        steps_of_each_task.main()

    assert progress.finished and capsys.readouterr().out == "steps done: 300 200 100\n"


def say(box: Queue[Any], name: str) -> None:
    """A task that reports through the queue that it was given."""
    for step in range(3):
        box.put((name, step))


def test_a_managers_queue_travels_as_an_argument_and_none_ends_its_reader() -> None:
    """A thread of the parent reads what two tasks send, until None."""
    spawn, seen = get_context("spawn"), list[tuple[str, int]]()
    with spawn.Manager() as manager:
        box: Queue[Any] = manager.Queue()

        def read() -> None:
            while (said := box.get()) is not None:
                seen.append(said)

        with ProcessPoolExecutor(2, spawn) as pool:
            tasks = [pool.submit(say, box, name) for name in ("cats", "dogs")]
            reader = Thread(target=read, daemon=True)
            reader.start()
            for task in tasks:
                task.result(60)
        box.put(None)
        reader.join(60)

    assert sorted(seen) == [(name, step) for name in ("cats", "dogs") for step in range(3)]


@pytest.mark.parametrize("pool_class", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_map_takes_its_input_at_once_and_gives_results_in_order(pool_class: Any) -> None:
    """So a bar around the input is full before a result, and one around the results moves."""
    taken: list[int] = []

    def counted(items: list[int]) -> Iterator[int]:
        for item in items:
            taken.append(item)
            yield item

    with pool_class(1) as pool:
        results = pool.map(abs, counted([1, 2, 3]))
        assert taken == [1, 2, 3]
        assert [next(results), next(results), next(results)] == [1, 2, 3]
