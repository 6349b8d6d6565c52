"""What an Executor promises of calls, results and errors: one function a claim.

The docstring is the sentence.  `endings` holds what it promises of its end,
`asker` says what a claim is handed and how it answers.
"""

import sys
import traceback
from concurrent.futures import BrokenExecutor, wait
from itertools import count
from threading import Lock
from typing import Any

from asker import LIMIT, Ask, Departs, NotAsked, expect, goes_on, told

#: The engines whose tasks run in the process that asks.
INSIDE = ("thread", "interpreters")
#: Those whose workers are there before the executor: started anew when they have lost some.
CLUSTERS = ("dask", "dask-apart")


def keyword_of_any_name(ask: Ask) -> Any:
    """A keyword argument may have any name."""
    lost, words = [], ""
    with ask.engine() as pool:
        for name in "fn self function func task key pure retries workers".split():
            try:
                got = pool.submit(ask.task.names, **{name: 1}).result(LIMIT)
                words = words or f"the function is given {got}"
            except Exception as error:
                got, words = None, words or told(error)
            lost += [name] if got != [name] else []
    expect(not lost, f"not {', '.join(lost)}: {words}")


def same_call_twice(ask: Ask) -> Any:
    """The same call ten times is ten runs."""
    with ask.engine() as pool:
        wait([pool.submit(ask.task.mark, ask.folder, "run") for _ in range(10)], LIMIT)
        runs = ask.marks("run")
        expect(runs == 10, f"{runs} runs of 10")


def closure_travels(ask: Ask) -> Any:
    """A function made inside a function can be submitted."""
    tins = 7
    with ask.engine() as pool:
        expect(pool.submit(lambda: tins).result(LIMIT) == 7, "another result")


def function_of_main(ask: Ask) -> Any:
    """A function of the program that is started can be submitted."""
    with ask.engine() as pool:
        expect(pool.submit(ask.task.same, 7).result(LIMIT) == 7, "another result")


def large_argument(ask: Ask) -> Any:
    """An argument of 16 MiB arrives whole, and comes back whole."""
    data = bytes(range(256)) * 2**16
    with ask.engine() as pool:
        expect(pool.submit(ask.task.same, data).result(LIMIT) == data, "other bytes")


def engine_as_argument(ask: Ask) -> Any:
    """A task can be handed its engine, and submit to it."""
    with ask.engine() as pool:
        expect(pool.submit(ask.task.submit_to, pool).result(LIMIT) == 7, "another result")


def initializer(ask: Ask) -> Any:
    """An initializer runs in each worker before its first task."""
    with ask.engine(initializer=ask.task.mark, initargs=(ask.folder, "set-up")) as pool:
        first, _ = ask.busy(pool)
        ask.open()
        wait(first, LIMIT)
        seen = ask.marks("set-up")
        expect(seen >= 2, f"{seen} runs of the initializer in 2 workers")


def map_in_order(ask: Ask) -> Any:
    """`map` gives the results in the order of the items, whoever is ready first."""
    with ask.engine() as pool:
        got = [*pool.map(ask.task.same, range(20), timeout=LIMIT)]
        expect(got == [*range(20)], f"{got[:4]} came first")


def map_takes_generator(ask: Ask) -> Any:
    """`map` takes any iterable, such as a generator."""
    with ask.engine() as pool:
        got = [*pool.map(ask.task.same, (n for n in range(3)), timeout=LIMIT)]
        expect(got == [0, 1, 2], f"{got} came")


def map_with_buffersize(ask: Ask) -> Any:
    """`map` with a buffersize takes no more items than that in advance."""
    if sys.version_info < (3, 14):
        raise NotAsked("Executor.map has it from 3.14")
    taken = count()
    with ask.engine() as pool:
        got = pool.map(ask.task.same, (next(taken) for _ in range(50)), buffersize=2)
        next(iter(got))
        ahead = next(taken)
        expect(ahead <= 4, f"{ahead} of 50 items were taken for the first result")


def map_in_chunks(ask: Ask) -> Any:
    """`map` sends as many items at a time as chunksize says."""
    if ask.name == "thread":
        raise NotAsked("threads are sent nothing")
    counter = [0]  # items of one message share it, others have copies
    with ask.engine() as pool:
        got = [*pool.map(ask.task.counted, [counter] * 4, chunksize=2, timeout=LIMIT)]
        expect(got == [1, 2, 1, 2], f"each item is sent alone: {got}")


def error_is_whole(ask: Ask) -> Any:
    """An exception keeps its type, arguments, attributes and notes."""
    with ask.engine() as pool:
        error = pool.submit(ask.task.fail).exception(LIMIT)
        kept = error.args == ("cake", 7) and getattr(error, "tin", "") == "B"
        kept = kept and error.__notes__ == ["the second oven"]
        expect(type(error) is ValueError and kept, told(error))


def error_shows_where(ask: Ask) -> Any:
    """The traceback names the function in the worker that raised."""
    with ask.engine() as pool:
        error = pool.submit(ask.task.fail).exception(LIMIT)
        frames = [one.name for one in traceback.extract_tb(error.__traceback__)]
        if "fail" in frames:
            return "as a frame"
        expect("in fail" in "".join(traceback.format_exception(error)), "nothing of the worker")
        return "as text"


def error_keeps_cause(ask: Ask) -> Any:
    """An exception keeps what it was raised from."""
    with ask.engine() as pool:
        cause = pool.submit(ask.task.fail_from).exception(LIMIT).__cause__
        expect(isinstance(cause, KeyError), f"its __cause__ is {type(cause).__name__}")


def error_cannot_be_rebuilt(ask: Ask) -> Any:
    """An exception whose pickle cannot be rebuilt costs its own future, and the engine goes on."""
    with ask.engine() as pool:
        error = pool.submit(ask.task.fail_unbuildable).exception(LIMIT)
        return goes_on(ask, pool, error)


def result_cannot_be_pickled(ask: Ask) -> Any:
    """A result that cannot be pickled arrives, or costs its own future alone."""
    with ask.engine() as pool:
        future = pool.submit(ask.task.lock)
        error = future.exception(LIMIT)
        return goes_on(ask, pool, error) if error else "it arrives"


def argument_cannot_be_pickled(ask: Ask) -> Any:
    """An argument that cannot be pickled arrives, or its error is in the future."""
    with ask.engine() as pool:
        try:
            future = pool.submit(ask.task.same, Lock())
        except Exception as error:
            raise Departs(f"submit raises {told(error)}") from None
        failed = future.exception(LIMIT)
        return told(failed) if failed else "it arrives"


def exit_in_a_task(ask: Ask) -> Any:
    """`sys.exit` in a task ends its future with SystemExit, after one run."""
    ask.poisoned = ask.name in CLUSTERS
    with ask.engine() as pool:
        error = pool.submit(ask.task.leave, ask.folder).exception(8 * LIMIT)
        runs = ask.marks("leave")
        expect(isinstance(error, SystemExit) and runs == 1, f"{runs} runs; {told(error)}")


def lost_worker_is_told(ask: Ask) -> Any:
    """A worker that dies ends its future with BrokenExecutor, after one run."""
    if ask.name in INSIDE:
        raise NotAsked("a task that ends its process ends the program")
    ask.poisoned = ask.name in CLUSTERS
    with ask.engine() as pool:
        error = pool.submit(ask.task.die, ask.folder).exception(8 * LIMIT)
        runs = ask.marks("die")
        expect(isinstance(error, BrokenExecutor) and runs == 1, f"{runs} runs; {told(error)}")


def lost_worker_is_replaced(ask: Ask) -> Any:
    """After a worker has died the engine takes the next task."""
    if ask.name in INSIDE:
        raise NotAsked("a task that ends its process ends the program")
    ask.poisoned = ask.name in CLUSTERS
    with ask.engine() as pool:
        pool.submit(ask.task.die, ask.folder).exception(8 * LIMIT)
        expect(pool.submit(ask.task.same, 7).result(LIMIT) == 7, "another result")
