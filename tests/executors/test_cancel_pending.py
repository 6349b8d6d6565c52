from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Pipe, get_context
from threading import Event
from typing import Any

import pytest

from snippets.executors import cancel_pending
from snippets.executors.cancel_pending import FILMS, begun, convert, may_end
from snippets.executors.running_is_early import pass_gate, share


def test_a_cancelled_future_raises_instead_of_waiting() -> None:
    """`shutdown` cancels what waits, and `result` of that raises CancelledError."""
    begun.clear()
    may_end.clear()
    pool = ThreadPoolExecutor(max_workers=1)
    films: list[Future[None]] = [pool.submit(convert, name) for name in FILMS]
    assert begun.wait(timeout=60)
    pool.shutdown(wait=False, cancel_futures=True)
    may_end.set()

    assert [film.cancelled() for film in films] == [False, True, True]
    with pytest.raises(CancelledError):
        films[-1].result(timeout=60)
    assert films[0].result(timeout=60) is None


def test_a_cancel_that_waits_lasts_in_a_block() -> None:
    """The end of a process pool's block comes when the pool has cancelled."""
    gate, key = Pipe(duplex=False)
    with ProcessPoolExecutor(1, get_context("spawn"), share, (gate,)) as pool:
        tasks = [pool.submit(pass_gate) for _ in range(8)]
        tasks[-1].add_done_callback(lambda _: key.send("open"))
        pool.shutdown(wait=True, cancel_futures=True)

    assert any(task.cancelled() for task in tasks)


def test_a_cancel_that_does_not_wait_is_taken_back() -> None:
    """The end of a process pool's block overrules it, and does not wait for the tasks.

    The pool looks at what was said last.  Whether it looks in between is luck,
    so this holds its thread back until the block has ended.
    """
    gate, key = Pipe(duplex=False)
    held, ended = Event(), Event()

    def hold(_: Future[bool]) -> None:
        held.set()
        ended.wait(60)

    with ProcessPoolExecutor(1, get_context("spawn"), share, (gate,)) as pool:
        tasks = [pool.submit(pass_gate) for _ in range(8)]
        tasks[0].add_done_callback(hold)
        key.send("open")
        assert held.wait(60)
        pool.shutdown(wait=False, cancel_futures=True)
    done_at_the_end = sum(task.done() for task in tasks)
    ended.set()

    assert done_at_the_end == 1
    assert all(task.result(timeout=60) for task in tasks)


@pytest.mark.parametrize("error", [None, OSError("no disk")])
def test_a_film_in_time_is_not_called_late(
    error: Exception | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor one that failed; and the pool is shut down all the same."""
    shut = list[bool]()

    class Pool(ThreadPoolExecutor):
        def submit(self, *values: Any) -> Any:
            done: Future[None] = Future()
            done.set_exception(error) if error else done.set_result(None)
            return done

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            shut.append(cancel_futures)
            super().shutdown(wait)

    begun.set()
    monkeypatch.setattr(cancel_pending, "ThreadPoolExecutor", Pool)
    try:
        cancel_pending.main()
        assert error is None
    except OSError as raised:
        assert raised is error

    assert "too late" not in capsys.readouterr().out
    assert shut == [False]


def test_a_film_that_nobody_lets_end_keeps_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails, and those behind it do not wait as long."""
    never = Event()
    monkeypatch.setattr(never, "wait", lambda limit: never.is_set())
    monkeypatch.setattr(cancel_pending, "may_end", never)
    monkeypatch.setattr(cancel_pending, "converted", [])
    with pytest.raises(TimeoutError, match="nobody let the film end"):
        convert("alps")
    convert("beach")

    assert cancel_pending.converted == ["beach"]
