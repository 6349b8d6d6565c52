"""What the pages on asyncio's locks, loops and threads say beyond what their programs show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

#: Who has to wait for each of asyncio's, and who finds it free.
WAITS = {
    "Lock": "async with thing: await asyncio.gather(limit(thing.acquire()))",
    "Semaphore": "async with thing: await asyncio.gather(limit(thing.acquire()))",
    "Event": "await limit(thing.wait())",
    "Queue": "await limit(thing.get())",
}
FREE = {
    "Lock": "await thing.acquire(); thing.release()",
    "Semaphore": "await thing.acquire(); thing.release()",
    "Event": "thing.set(); await thing.wait(); thing.clear()",
    "Queue": "await thing.put(1); await thing.get()",
}


@pytest.mark.parametrize("kind", WAITS)
def test_a_thing_of_asyncio_is_bound_at_the_first_wait(
    kind: str, printed: Callable[[str], str]
) -> None:
    """Two loops may use it while it is free; after a wait the second one to wait is refused."""
    said = printed(f"""
        import asyncio

        async def limit(waiting):
            try:
                await asyncio.wait_for(waiting, 0.05)
            except asyncio.TimeoutError:
                pass

        async def free():
            {FREE[kind]}

        async def wait():
            {WAITS[kind]}

        thing = asyncio.{kind}()
        for work in (free, free, wait, free, wait):
            try:
                asyncio.run(work())
                print(work.__name__)
            except RuntimeError as error:
                print("bound to a different event loop" in str(error))
    """)

    assert said.split() == ["free", "free", "wait", "free", "True"]


def test_a_lock_released_in_another_loop_wakes_nobody(printed: Callable[[str], str]) -> None:
    """The one that waits sleeps on until something else wakes its loop."""
    said = printed("""
        import asyncio
        from threading import Event, Thread

        lock = asyncio.Lock()
        waits, loops, got = Event(), [], []

        async def take():
            loops.append(asyncio.get_running_loop())
            loops[0].call_later(0, waits.set)
            await lock.acquire()
            got.append("lock")

        async def hold():
            await lock.acquire()
            taker = Thread(target=lambda: asyncio.run(take()))
            taker.start()
            waits.wait(60)
            taker.join(0.2)  # its loop sleeps by now; if not, the lock would only come sooner
            lock.release()
            taker.join(0.5)
            print(got, taker.is_alive())
            loops[0].call_soon_threadsafe(lambda: None)
            taker.join(60)
            print(got)

        asyncio.run(hold())
    """)

    assert said == "[] True\n['lock']\n"


def test_the_loop_of_one_does_the_work_of_a_thread(printed: Callable[[str], str]) -> None:
    """Sent there, a helper of a thread and one of the loop wait for one lock, without an error."""
    said = printed("""
        import asyncio

        lock, order = asyncio.Lock(), []

        async def helper(name):
            async with lock:
                order.append(name)
                await asyncio.sleep(0)
                order.append(name)

        async def main():
            loop = asyncio.get_running_loop()

            def scheduler():
                asyncio.run_coroutine_threadsafe(helper("thread"), loop).result(timeout=60)

            sent = asyncio.create_task(asyncio.to_thread(scheduler))
            for _ in range(20):
                await helper("web")
            await sent

        asyncio.run(main())
        print(all(a == b for a, b in zip(order[::2], order[1::2])), order.count("thread"))
    """)

    assert said == "True 2\n"


def test_which_lock_lets_whom_in(printed: Callable[[str], str]) -> None:
    """An RLock both coroutines; asyncio's one at a time, and not its own holder again."""
    said = printed("""
        import asyncio
        from threading import Lock, RLock

        async def inside(lock, seen):
            with lock:
                seen.append("in")
                await asyncio.sleep(0)
                seen.append("out")

        async def awaited(lock, seen):
            async with lock:
                seen.append("in")
                await asyncio.sleep(0)
                seen.append("out")

        async def plain_with():
            with asyncio.Lock():
                pass

        async def late(lock):
            await asyncio.to_thread(lock.acquire)
            lock.release()
            return "a lock of threads"

        async def main():
            for work, lock in (inside, RLock()), (awaited, asyncio.Lock()):
                seen = []
                await asyncio.gather(work(lock, seen), work(lock, seen))
                print(*seen)
            lock = asyncio.Lock()
            async with lock:
                try:
                    await asyncio.wait_for(lock.acquire(), 0.05)
                except asyncio.TimeoutError:
                    print("waits for itself")
            try:
                await plain_with()
            except TypeError as error:
                print("does not support the context manager protocol" in str(error))
            print(await late(Lock()))
            try:
                await late(RLock())
            except RuntimeError as error:
                print(error)

        asyncio.run(main())
    """)

    assert said.split("\n")[:-1] == [
        "in in out out",
        "in out in out",
        "waits for itself",
        "True",
        "a lock of threads",
        "cannot release un-acquired lock",
    ]


def test_an_update_around_an_await_is_lost(printed: Callable[[str], str]) -> None:
    """Read before and written after, one of two is lost; without an await both stay."""
    said = printed("""
        import asyncio

        total = 0

        async def whole():
            global total
            total += 1

        async def around():
            global total
            before = total
            await asyncio.sleep(0)
            total = before + 1

        async def both(work):
            await asyncio.gather(work(), work())

        for work in whole, around:
            total = 0
            asyncio.run(both(work))
            print(total)
    """)

    assert said == "2\n1\n"


def test_where_a_plain_function_of_the_loop_may_wait(printed: Callable[[str], str]) -> None:
    """In a thread; and a function can tell in which it is, and whether the loop runs at all."""
    said = printed("""
        import asyncio
        from concurrent.futures import TimeoutError

        async def look_up():
            return "bread"

        def ask(loop):
            try:
                here = asyncio.get_running_loop() is loop
            except RuntimeError:
                here = False
            if here:
                return "await it here"
            return asyncio.run_coroutine_threadsafe(look_up(), loop).result(timeout=60)

        def in_the_loop(loop):
            sent = asyncio.run_coroutine_threadsafe(look_up(), loop)
            try:
                sent.result(timeout=0.05)
            except TimeoutError:
                sent.cancel()
                return "TimeoutError"

        async def main():
            loop = asyncio.get_running_loop()
            print(ask(loop))
            print(await asyncio.to_thread(ask, loop))
            print(in_the_loop(loop))
            print(await asyncio.create_task(look_up()))

        asyncio.run(main())
        idle = asyncio.new_event_loop()
        print(idle.is_running(), in_the_loop(idle))
        idle.run_until_complete(asyncio.sleep(0))
        idle.close()
    """)

    assert said.split("\n")[:-1] == [
        "await it here", "bread", "TimeoutError", "bread", "False TimeoutError"
    ]  # fmt: skip
