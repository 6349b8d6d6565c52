import asyncio
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from threading import Event

import pytest

from tests.jobs.places import interpreter_for

guest: ContextVar[str] = ContextVar("guest", default="nobody")


#: Tells who has had a turn when a call in a thread is awaited that is over by then.
OVER = """
import asyncio
from concurrent.futures import ThreadPoolExecutor, wait


class Over(ThreadPoolExecutor):
    def submit(self, *values):
        future = super().submit(*values)
        wait([future], 60)
        return future


async def main():
    seen = []

    async def other():
        seen.append("other")

    asyncio.get_running_loop().set_default_executor(Over(1))
    task = asyncio.create_task(other())
    await asyncio.to_thread(int)
    print(seen)
    await task


asyncio.run(main())
"""


async def nothing() -> None:
    """What a coroutine can await without giving the loop away."""


async def plain_call(block: Callable[[], None]) -> None:
    block()


async def call_in_a_coroutine(block: Callable[[], None]) -> None:
    await plain_call(block)


async def call_after_a_sleep(block: Callable[[], None]) -> None:
    await asyncio.sleep(0)
    block()


async def call_in_a_pool_of_its_own(block: Callable[[], None]) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(block)


async def call_in_a_thread(block: Callable[[], None]) -> None:
    await asyncio.to_thread(block)


async def meanwhile(habit: Callable[[Callable[[], None]], Awaitable[None]]) -> bool:
    """Whether the loop answers another request while the blocking call of `habit` is under way."""
    begun, answered = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()
    seen: list[bool] = []

    def block() -> None:
        loop.call_soon_threadsafe(begun.set)
        seen.append(answered.wait(0.05 if habit is not call_in_a_thread else 60))

    async def answer() -> None:
        await begun.wait()
        answered.set()

    other = asyncio.create_task(answer())
    await asyncio.sleep(0)
    await habit(block)
    await other
    return seen == [True]


@pytest.mark.parametrize(
    ("habit", "answers"),
    [
        (plain_call, False),
        (call_in_a_coroutine, False),
        (call_after_a_sleep, False),
        (call_in_a_pool_of_its_own, False),
        (call_in_a_thread, True),
    ],
)
def test_a_thread_helps_and_the_habits_do_not(
    habit: Callable[[Callable[[], None]], Awaitable[None]], answers: bool
) -> None:
    """The loop comes to another request during the call only where a thread has it."""
    assert asyncio.run(meanwhile(habit)) is answers


def test_a_coroutine_keeps_the_loop_while_what_it_awaits_is_there() -> None:
    """Awaiting a coroutine, or a future that is done, gives the loop to nobody."""
    order: list[str] = []

    async def other() -> None:
        order.append("other")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(other())
        done = loop.create_future()
        done.set_result(None)
        await nothing()
        await done
        order.append("still mine")
        await asyncio.sleep(0)
        order.append("mine again")
        await task

    asyncio.run(main())
    assert order == ["still mine", "other", "mine again"]


def test_run_in_executor_passes_no_keyword_arguments() -> None:
    """They are refused at the call."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, print, end="")  # type: ignore[call-arg]

    with pytest.raises(TypeError, match="end"):
        asyncio.run(main())


def test_each_task_has_its_own_value_of_a_context_variable() -> None:
    """What one sets is seen by itself, and by neither the other nor the one that started both."""

    async def serve(name: str, both: asyncio.Barrier) -> str:
        guest.set(name)
        await both.wait()
        return guest.get()

    async def main() -> list[str]:
        both = asyncio.Barrier(2)
        served = await asyncio.gather(serve("Ada", both), serve("Bob", both))
        return [*served, guest.get()]

    assert asyncio.run(asyncio.wait_for(main(), 60)) == ["Ada", "Bob", "nobody"]


def test_a_short_call_waits_for_a_thread_of_the_default_pool() -> None:
    """It begins when a long one has ended, and then both have an answer."""
    order: list[str] = []
    gate = Event()

    def long() -> None:
        assert gate.wait(60)
        order.append("long call ended")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        first = asyncio.create_task(asyncio.to_thread(long))
        await asyncio.sleep(0)
        second = asyncio.create_task(asyncio.to_thread(order.append, "short call begun"))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, second)

    asyncio.run(main())
    assert order == ["long call ended", "short call begun"]


def test_one_thread_at_a_time_is_in_a_context() -> None:
    """While a thread runs in a copy, another one is refused the same copy and may take its own."""
    shared = copy_context()
    inside, leave = Event(), Event()

    def stay() -> bool:
        inside.set()
        return leave.wait(60)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(shared.run, stay)
        assert inside.wait(60)
        second = pool.submit(shared.run, guest.get)
        third = pool.submit(copy_context().run, guest.get)
        assert "cannot enter context" in str(second.exception(60))
        assert third.result(60) == "nobody"
        leave.set()
        assert first.result(60)


def test_a_second_loop_does_not_wake_the_first() -> None:
    """The item is there, and who waits for it sleeps on until something else wakes its loop."""
    loops: list[asyncio.AbstractEventLoop] = []
    inbox: asyncio.Queue[str] = asyncio.Queue()
    waits = threading.Event()
    got: list[str] = []

    async def take() -> None:
        loops.append(asyncio.get_running_loop())
        loops[0].call_later(0, waits.set)
        got.append(await inbox.get())

    taker = threading.Thread(target=lambda: asyncio.run(take()))
    taker.start()
    waits.wait(60)
    taker.join(0.2)  # the loop sleeps by now; if not, the item would only come sooner
    asyncio.run(inbox.put("cake"))
    taker.join(0.5)
    assert (got, taker.is_alive()) == ([], True)
    loops[0].call_soon_threadsafe(lambda: None)
    taker.join(60)

    assert got == ["cake"]


def test_a_queue_of_threads_can_be_awaited_in_a_thread() -> None:
    """Others put into it as they like, and the loop goes on meanwhile."""
    inbox: queue.Queue[str] = queue.Queue()

    async def take() -> str:
        waiting = asyncio.create_task(asyncio.to_thread(inbox.get, timeout=60))
        await asyncio.sleep(0)
        threading.Thread(target=inbox.put, args=("cake",)).start()
        return await waiting

    assert asyncio.run(take()) == "cake"


def test_no_call_into_a_pool_takes_the_context_along(printed: Callable[[str], str]) -> None:
    """A new thread begins with an empty context, or where it inherits, with that of its starter."""
    said = printed("""
        import asyncio
        import sys
        import threading
        from concurrent.futures import ThreadPoolExecutor
        from contextvars import ContextVar

        guest = ContextVar("guest", default="nobody")
        serve = lambda *_: guest.get()

        async def main():
            loop = asyncio.get_running_loop()
            guest.set("Ada")
            served = []
            thread = threading.Thread(target=lambda: served.append(serve()))
            thread.start()
            thread.join()
            with ThreadPoolExecutor(1) as pool:
                served.append(pool.submit(serve).result())
                guest.set("Bob")
                served += pool.map(serve, [1])
                served.append(await loop.run_in_executor(pool, serve))
            served.append(await asyncio.to_thread(serve))
            print(*served)
            print(getattr(sys.flags, "thread_inherit_context", 0))

        asyncio.run(main())
    """)
    *served, inherits = said.split()

    assert served == (["Ada"] * 4 if inherits == "1" else ["nobody"] * 4) + ["Bob"]


def test_how_long_the_loop_waits_for_its_threads(printed: Callable[[str], str]) -> None:
    """Without an end on older versions; then up to a limit, and it warns."""
    said = printed("""
        import asyncio
        import sys
        import threading
        import warnings
        from asyncio import constants

        limit = getattr(constants, "THREAD_JOIN_TIMEOUT", None)
        print(limit == 300 or sys.version_info < (3, 12))
        stop = threading.Event()

        async def main():
            asyncio.get_running_loop().run_in_executor(None, stop.wait, 60)

        if sys.version_info < (3, 13):
            print("RuntimeWarning")
        else:
            constants.THREAD_JOIN_TIMEOUT = 0.01
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                asyncio.run(main())
            print(caught[0].category.__name__)
        stop.set()
    """)

    assert said == "True\nRuntimeWarning\n"


LATE = """
import asyncio, threading
async def main():
    loop = asyncio.get_running_loop()
    wrong = []
    def call():
        try:
            loop.call_soon(print)
        except RuntimeError as error:
            wrong.append(str(error))
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    print(wrong)
asyncio.run(main())
"""


@pytest.mark.parametrize("how", ["-Xdev", "PYTHONASYNCIODEBUG"])
def test_debug_mode_can_be_turned_on_from_outside(how: str) -> None:
    """By the option or by the variable; without either the wrong call is accepted."""

    def said(*options: str, **debug: str) -> str:
        run = subprocess.run(
            [sys.executable, *options, "-c", LATE],
            env={**os.environ, **debug}, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return run.stdout

    debugged = said(how) if how.startswith("-") else said(**{how: "1"})
    assert "Non-thread-safe operation" in debugged
    assert "[]" in said()


@pytest.mark.parametrize("tag", ["3.11", "3.12", "3.13", "3.14", "3.14t", "3.15"])
def test_who_has_a_turn_where_the_call_is_over_at_once(tag: str) -> None:
    """Another coroutine that is ready, on the older ones."""
    words = [interpreter_for([tag], 0).path, "-c", OVER]
    said = subprocess.run(words, capture_output=True, text=True, timeout=120).stdout

    assert said == ("['other']\n" if tag in ("3.11", "3.12") else "[]\n")
