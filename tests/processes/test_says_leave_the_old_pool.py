"""What the page on the old pool says of each way to wait for ever, held to runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")

#: Both pools of one worker, and an end that waits for neither.
HEAD = """
        import os
        import time
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import TimeoutError, active_children, get_context

        spawn = get_context("spawn")

        class Gone(Exception):
            def __init__(self, code, text):
                super().__init__(text)

        def lose():
            raise Gone(404, "gone")

        def fail():
            with open("starts", "a") as starts:
                starts.write(".")
            raise ValueError("no table")

        def until(condition):
            end = time.monotonic() + 30
            while not condition():
                assert time.monotonic() < end
                time.sleep(0.01)

        def leave():  # the tracker says what the killed ones had
            for child in active_children():
                child.kill()
            os._exit(0)
"""


def test_an_idle_worker_that_is_killed(printed: Callable[[str], str]) -> None:
    """The old pool has a new worker, and no later task is done; an executor says so."""
    said = printed(f"""{HEAD}
        def main():
            pool = spawn.Pool(1)
            pool.apply(abs, [-1])
            victim, lock = pool._pool[0], pool._inqueue._rlock
            until(lambda: not lock.acquire(block=False) or lock.release())
            victim.kill()
            until(lambda: pool._pool and pool._pool[0] is not victim)
            try:
                print(pool.apply_async(abs, [-1]).get(timeout=1))
            except TimeoutError:
                print("no result,", pool._pool[0].is_alive())
            with ProcessPoolExecutor(1, spawn) as executor:
                executor.submit(abs, -1).result(60)
                for process in executor._processes.values():
                    process.kill()
                    process.join()
                try:
                    executor.submit(abs, -1).result(60)
                except Exception as error:
                    print(type(error).__name__, flush=True)
            leave()

        if __name__ == "__main__":
            main()
    """)

    assert said.startswith("no result, True\nBrokenProcessPool\n")


def test_an_exception_that_cannot_be_rebuilt(printed: Callable[[str], str]) -> None:
    """The thread that receives results is gone, and so is what comes after."""
    said = printed(f"""{HEAD}
        def main():
            pool = spawn.Pool(1)
            lost = pool.apply_async(lose)
            pool._result_handler.join(60)
            later = pool.apply_async(open, ["done", "w"])
            until(lambda: os.path.exists("done"))
            print(pool._result_handler.is_alive(), lost.ready(), later.ready(), flush=True)
            leave()

        if __name__ == "__main__":
            main()
    """)

    assert "False False False" in said.splitlines()


def test_the_end_of_the_block_raises_without_the_thread_of_results(
    printed: Callable[[str], str],
) -> None:
    """An AssertionError, and no hang: the block terminates the pool."""
    said = printed(f"""{HEAD}
        def main():
            try:
                with spawn.Pool(1) as pool:
                    pool.apply_async(lose)
                    pool._result_handler.join(60)
            except AssertionError as error:
                print(type(error).__name__, flush=True)
            leave()

        if __name__ == "__main__":
            main()
    """)

    assert "AssertionError" in said.splitlines()


def test_an_initializer_that_raises(printed: Callable[[str], str]) -> None:
    """The old pool starts one worker after another, and an executor says so."""
    said = printed(f"""{HEAD}
        def main():
            pool = spawn.Pool(1, fail)
            lost = pool.apply_async(abs, [-1])
            until(lambda: os.path.exists("starts") and os.path.getsize("starts") > 3)
            print(lost.ready())
            with ProcessPoolExecutor(1, spawn, fail) as executor:
                print(type(executor.submit(abs, -1).exception(60)).__name__, flush=True)
            leave()

        if __name__ == "__main__":
            main()
    """)

    assert [line for line in said.splitlines() if line in ("False", "BrokenProcessPool")] == [
        "False",
        "BrokenProcessPool",
    ]


def test_an_executor_without_the_guard(printed: Callable[[str], str]) -> None:
    """The child reports it, and the parent gets the error that means a dead worker."""
    said = printed("""
        import sys
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            task = pool.submit(abs, -1)
        print(type(task.exception()).__name__)
    """)

    assert said.splitlines()[-1] == "BrokenProcessPool"
    assert "bootstrapping phase" in said


def test_shutdown_finishes_what_runs(printed: Callable[[str], str]) -> None:
    """What waits is cancelled, and the task under way comes to its end."""
    said = printed(f"""{HEAD}
        def main():
            with ProcessPoolExecutor(1, spawn) as executor:
                runs = executor.submit(time.sleep, 0.5)
                until(runs.running)
                waits = [executor.submit(abs, -1) for _ in range(9)]
                executor.shutdown(cancel_futures=True)
            print(runs.result(), waits[-1].cancelled())

        if __name__ == "__main__":
            main()
    """)

    assert said == "None True\n"


def test_a_result_asked_for_after_the_block(printed: Callable[[str], str]) -> None:
    """What was not finished never comes; what was, or was waited for, is there."""
    said = printed(
        "import multiprocessing, time\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    with context.Pool(1) as pool:\n"
        "        late = pool.apply_async(time.sleep, (60,))\n"
        "    try:\n"
        "        late.get(timeout=0.5)\n"
        "    except multiprocessing.TimeoutError:\n"
        "        print('waits', late.ready())\n"
        "    with context.Pool(1) as pool:\n"
        "        there = pool.apply_async(abs, (-3,))\n"
        "        pool.close()\n"
        "        pool.join()\n"
        "    print(there.get(60))\n"
    )

    assert said == "waits False\n3\n"
