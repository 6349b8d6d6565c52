"""What the pages say of asyncio's default pool, and of a thread without a loop."""

from __future__ import annotations

from collections.abc import Callable


def test_where_get_event_loop_makes_a_loop(printed: Callable[[str], str]) -> None:
    """In no thread but the main one; there it warned, and then it makes none either."""
    said = printed("""
        import asyncio
        import sys
        import warnings
        from concurrent.futures import ThreadPoolExecutor
        from threading import Thread

        def ask():
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    asyncio.get_event_loop().close()
                except RuntimeError as error:
                    print(error)
                    return
            print(*[f"{each.category.__name__}: {each.message}" for each in caught])

        def stop_gap():
            asyncio.set_event_loop(asyncio.new_event_loop())
            asyncio.get_event_loop().close()
            print("closed")

        ask()
        for work in ask, stop_gap:
            thread = Thread(target=work, name="waiter")
            thread.start()
            thread.join()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(ask).result()
        with asyncio.Runner() as runner:
            print(runner.run(asyncio.sleep(0, 1)), runner.run(asyncio.sleep(0, 2)))
        ask()
        print(sys.version_info >= (3, 14), sys.version_info >= (3, 12))
    """)
    first, waiter, gap, pool, runs, after, versions = said.split("\n")[:-1]

    none = "There is no current event loop"
    expected = {
        "True True": f"{none} in thread 'MainThread'.",
        "False True": f"DeprecationWarning: {none}",
        "False False": "",
    }
    assert first == expected[versions]
    assert after == expected["True True"]
    assert waiter == f"{none} in thread 'waiter'."
    assert pool == f"{none} in thread 'ThreadPoolExecutor-0_0'."
    assert (gap, runs) == ("closed", "1 2")


def test_who_shares_the_default_pool_and_how_large_it_is(printed: Callable[[str], str]) -> None:
    """`to_thread`, `run_in_executor` and DNS wait behind one call; a pool of their own does not."""
    said = printed("""
        import asyncio
        import os
        import threading
        from concurrent.futures import ThreadPoolExecutor

        async def main():
            loop = asyncio.get_running_loop()
            print(await asyncio.to_thread(lambda: threading.current_thread().name))
            cpus = getattr(os, "process_cpu_count", os.cpu_count)()
            print(loop._default_executor._max_workers == min(32, cpus + 4))
            loop.set_default_executor(ThreadPoolExecutor(1))
            gate = threading.Event()
            slow = loop.run_in_executor(None, gate.wait, 60)
            short = asyncio.create_task(asyncio.to_thread(int))
            name = asyncio.create_task(loop.getaddrinfo("127.0.0.1", 80))
            await asyncio.sleep(0)
            print(loop._default_executor._work_queue.qsize())
            with ThreadPoolExecutor(1) as own:
                print(await asyncio.wait_for(loop.run_in_executor(own, int), 60))
            late = asyncio.wait_for(asyncio.shield(short), 0.05)
            print(await asyncio.gather(late, return_exceptions=True), slow.done(), name.done())
            gate.set()
            await asyncio.gather(slow, short, name)

        asyncio.run(main())
    """)

    assert said == "asyncio_0\nTrue\n2\n0\n[TimeoutError()] False False\n"
