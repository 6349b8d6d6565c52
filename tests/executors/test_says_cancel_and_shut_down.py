from collections.abc import Callable
from concurrent.futures import (
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
    wait,
)
from functools import partial
from multiprocessing import Pipe, get_context
from threading import Event

import pytest

PROCESSES = partial(ProcessPoolExecutor, 1, get_context("spawn"))
POOLS = [partial(ThreadPoolExecutor, 1), PROCESSES]


def ended(error: Exception | None = None) -> Future[None]:
    """A future that ended well, or with this error."""
    future: Future[None] = Future()
    if error:
        future.set_exception(error)
    else:
        future.set_result(None)
    return future


def test_wait_returns_at_the_first_error_or_at_the_end() -> None:
    """One error is enough; without one it waits for all."""
    going_on: Future[None] = Future()
    well, badly = ended(), ended(ValueError("bad"))
    some = wait([well, badly, going_on], timeout=60, return_when=FIRST_EXCEPTION)
    every = wait([well, ended()], timeout=60, return_when=FIRST_EXCEPTION)

    assert some.not_done == {going_on}
    assert not every.not_done
    assert wait([well, going_on], timeout=0.01, return_when=FIRST_EXCEPTION).not_done


@pytest.mark.parametrize("make", POOLS)
def test_wait_does_not_see_what_shutdown_cancelled(make: Callable[[], Executor]) -> None:
    """The futures say that they are cancelled and done, and whoever waits for them waits on."""
    gate, key = Pipe(duplex=False)
    pool = make()
    tasks = [pool.submit(gate.poll, 60) for _ in range(8)]
    tasks[-1].add_done_callback(lambda _: key.send("open"))
    pool.shutdown(wait=True, cancel_futures=True)
    cancelled = {task for task in tasks if task.cancelled()}

    assert cancelled
    assert all(task.done() for task in tasks)
    assert wait(tasks, timeout=0.01).not_done == cancelled
    with pytest.raises(TimeoutError):
        list(as_completed(cancelled, timeout=0.01))


def test_wait_sees_what_cancel_cancelled() -> None:
    """A worker that comes to such a task tells those who wait."""
    gate = Event()
    with ThreadPoolExecutor(1) as pool:
        first, second = pool.submit(gate.wait, 60), pool.submit(abs, -2)
        assert second.cancel()
        gate.set()

        assert not wait({first}, timeout=60).not_done
        assert not wait({second}, timeout=60).not_done


def test_a_thread_pool_cancels_at_once() -> None:
    """Whether shutdown waits or not, the end of the block takes nothing back."""
    gate = Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(gate.wait, 60)
        tasks = [pool.submit(abs, n) for n in range(8)]
        while not running.running():
            wait([running], timeout=0.01)
        pool.shutdown(wait=False, cancel_futures=True)
        assert all(task.cancelled() for task in tasks)
        gate.set()

    assert all(task.cancelled() for task in tasks)


def test_the_first_that_is_done_may_have_failed() -> None:
    """To `as_completed` and to `wait`, an error is an end like any other."""
    going_on: Future[None] = Future()
    badly = ended(ValueError("bad"))

    assert next(as_completed([going_on, badly], timeout=60)) is badly
    assert wait([going_on, badly], timeout=60, return_when=FIRST_COMPLETED).done == {badly}


@pytest.mark.parametrize(
    "make",
    [
        "ThreadPoolExecutor(1)",
        "ProcessPoolExecutor(1, get_context('spawn'))",
        "ProcessPoolExecutor(1, get_context('forkserver'))",
    ],
)
def test_without_a_block_the_end_of_the_program_waits_for_what_runs(
    printed: Callable[[str], str], make: str
) -> None:
    """The task that runs is let go when the end has begun, and its result is told."""
    said = printed(f"""
        import threading
        import time
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
        from multiprocessing import Pipe, get_context

        def end_begins(key):
            print("the end begins", flush=True)
            key.send("open")

        def main():
            gate, key = Pipe(duplex=False)
            pool = {make}
            runs = pool.submit(gate.poll, 60)
            waits = [pool.submit(abs, -1) for _ in range(9)]
            runs.add_done_callback(lambda task: print("done", task.result(), flush=True))
            while not runs.running():
                wait([runs], timeout=0.01)
            threading._register_atexit(end_begins, key)
            pool.shutdown(wait=False, cancel_futures=True)
            print("goes on", runs.done())
            for _ in range(6000):  # `wait` does not see what shutdown cancelled
                if waits[-1].done():
                    break
                time.sleep(0.01)
            print("dropped", waits[-1].cancelled())

        if __name__ == "__main__":
            main()
    """)

    assert said.splitlines() == ["goes on False", "dropped True", "the end begins", "done True"]
