"""What the page on forks beside threads says, held to forks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot fork")


def test_a_thread_pool_of_the_parent_has_no_threads(printed: Callable[[str], str]) -> None:
    """No lock is held, and the task is never begun: the pool sees an idle thread that is not."""
    said = printed("""
        import os
        import time
        from concurrent.futures import ThreadPoolExecutor, wait
        from multiprocessing import get_context

        pool = ThreadPoolExecutor(1)

        def give():
            task = pool.submit(len, "tea")
            wait([task], timeout=0.5)
            print([thread.is_alive() for thread in pool._threads], task.running(), task.done())
            os._exit(0)

        pool.submit(len, "tea").result()
        end = time.monotonic() + 30
        while not pool._idle_semaphore._value and time.monotonic() < end:
            time.sleep(0.01)
        child = get_context("fork").Process(target=give)
        child.start()
        child.join()
    """)

    assert said.splitlines()[-1] == "[False] False False"


def test_a_forked_executor_starts_all_its_workers_at_once(printed: Callable[[str], str]) -> None:
    """With its first task, however many it needs for that."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(3, get_context("fork")) as pool:
            pool.submit(len, "tea").result()
            print(len(pool._processes))
    """)

    assert said == "3\n"


@pytest.mark.parametrize("given", [True, False])
def test_only_preexec_fn_runs_in_a_copy(printed: Callable[[str], str], given: bool) -> None:
    """Your function writes from another process, before the program takes its place."""
    said = printed(f"""
        import os
        import subprocess

        def write():
            if os.getpid() != parent:
                os.write(1, b"in a copy\\n")

        parent = os.getpid()
        subprocess.run(["echo", "run"], preexec_fn=write if {given} else None, check=True)
    """)

    assert [line for line in said.splitlines() if "Warning" not in line][-2:] == (
        ["in a copy", "run"] if given else ["run"]
    )
