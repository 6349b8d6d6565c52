"""What an Executor promises of waiting, cancelling and shutting down: one function a claim.

The docstring is the sentence, as in `clauses`.
"""

from concurrent.futures import CancelledError, TimeoutError, as_completed, wait
from threading import Event, current_thread, main_thread
from typing import Any

from asker import LIMIT, Ask, Departs, NotAsked, expect, told


def as_completed_takes_its_futures(ask: Ask) -> Any:
    """`as_completed` and `wait` of the standard library take its futures."""
    with ask.engine() as pool:
        given = [pool.submit(ask.task.same, n) for n in range(4)]
        came = sorted(one.result() for one in as_completed(given, LIMIT))
        expect(came == [0, 1, 2, 3], f"{came} came")
        expect(not wait(given, LIMIT).not_done, "wait says that some are not done")


def callback_is_called(ask: Ask) -> Any:
    """A done-callback is called in this program, though one before it raised."""
    threads: list[Any] = []
    called = Event()

    def note(future: Any) -> None:
        threads.append(current_thread())
        called.set()

    with ask.engine() as pool:
        first, _ = ask.busy(pool)
        first[0].add_done_callback(lambda future: 1 / 0)
        first[0].add_done_callback(note)
        ask.open()
        expect(called.wait(LIMIT), "it is not called")
        return "in the main thread" if threads[0] is main_thread() else "in another thread"


def running_is_seen(ask: Ask) -> Any:
    """`running()` is True while the task runs."""
    with ask.engine() as pool:
        (one, _), _ = ask.busy(pool)
        expect(one.running(), "running() is False while it runs")


def timeout_ends_the_waiting(ask: Ask) -> Any:
    """A timeout ends the waiting for a result, and not the task."""
    with ask.engine() as pool:
        (one, _), _ = ask.busy(pool)
        try:
            one.result(0.05)
            raise Departs("a result before the task has ended")
        except TimeoutError:
            ask.open()
        expect(one.result(LIMIT) == "one:done", "another result")


def cancelled_task_never_runs(ask: Ask) -> Any:
    """A task that was cancelled before it began never runs."""
    if ask.name.startswith("dask"):
        raise NotAsked("its cancel is a message, and whether it comes in time is chance")
    with ask.engine() as pool:
        first, rest = ask.busy(pool, 8)
        said = rest[-1].cancel()
        ask.open()
        wait([*first, *rest[:-1]], LIMIT)
        pool.submit(ask.task.same, 7).result(LIMIT)
        runs = ask.marks("late7")
        expect(said and rest[-1].cancelled(), f"cancel() is {said}")
        expect(not runs, "cancel() is True, and the task runs")
    expect(not ask.marks("late7"), "cancel() is True, and the task runs")


def running_task_is_not_cancelled(ask: Ask) -> Any:
    """`cancel()` of a task that runs is False, and its result arrives."""
    with ask.engine() as pool:
        (one, _), _ = ask.busy(pool)
        said = one.cancel()
        ask.open()
        try:
            arrives = one.result(LIMIT) == "one:done"
        except CancelledError:
            arrives = False
        expect(
            not said and arrives,
            f"cancel() is {said}, its result {'arrives' if arrives else 'is lost'}",
        )


def with_block_waits(ask: Ask) -> Any:
    """At the end of a `with` block every task has ended."""
    pool = ask.make()
    with pool:
        given = [pool.submit(ask.task.mark, ask.folder, f"run{n}") for n in range(6)]
    ended = sum(one.done() and not one.cancelled() for one in given)
    runs = sum(ask.marks(f"run{n}") for n in range(6))
    expect(ended == runs == 6, f"{ended} of 6 tasks have ended, {runs} have run")


def shutdown_without_waiting(ask: Ask) -> Any:
    """After `shutdown(wait=False)` what was submitted is still done."""
    with ask.engine() as pool:
        first, rest = ask.busy(pool, 4)
        pool.shutdown(wait=False)
        ask.open()
        try:
            for one in (*first, *rest):
                one.result(LIMIT)
        except CancelledError as error:
            raise Departs(f"the tasks are cancelled: {told(error)}") from None


def shutdown_that_cancels(ask: Ask) -> Any:
    """`shutdown(cancel_futures=True)` cancels what waits, and lets what runs come to its end."""
    with ask.engine() as pool:
        first, rest = ask.busy(pool, 8)
        pool.shutdown(wait=False, cancel_futures=True)
        ask.open()
        wait(first, LIMIT)
        ran = [one for one in first if one.done() and not one.cancelled()]
        ended = sum(not one.exception(0) for one in ran)
        expect(ended == 2, f"{ended} of 2 running tasks end")
        ask.until(rest[-1].done)
        expect(rest[-1].cancelled(), "what waits is done all the same")


def wait_for_what_shutdown_cancelled(ask: Ask) -> Any:
    """`wait` returns for a future that `shutdown(cancel_futures=True)` cancelled."""
    with ask.engine() as pool:
        _, rest = ask.busy(pool, 8)
        try:
            pool.shutdown(wait=False, cancel_futures=True)
        except TypeError:
            raise NotAsked("its shutdown has no cancel_futures") from None
        ask.open()
        ask.until(rest[-1].done)
        missing = wait(rest[-1:], 0.5).not_done
        expect(not missing, "done() is True, and wait() waits for ever")


def submit_after_shutdown(ask: Ask) -> Any:
    """`submit` after a shutdown raises RuntimeError."""
    with ask.engine() as pool:
        pool.shutdown()
        try:
            pool.submit(ask.task.same, 7)
        except RuntimeError as error:
            return told(error)
        raise Departs("the task is taken")


def map_after_shutdown(ask: Ask) -> Any:
    """`map` after a shutdown raises RuntimeError."""
    with ask.engine() as pool:
        pool.shutdown()
        try:
            got = pool.map(ask.task.same, [7])
        except RuntimeError as error:
            return told(error)
        raise Departs(f"the call returns a {type(got).__name__}")


def shutdown_twice(ask: Ask) -> Any:
    """A second shutdown does nothing."""
    with ask.engine() as pool:
        pool.shutdown()
        pool.shutdown()
