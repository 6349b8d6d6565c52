"""What the page "A killed process keeps its lock" says beyond what its programs show."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_a_managers_object_goes_on_and_its_lock_stays_taken(printed: Callable[[str], str]) -> None:
    """The next one reads and writes what a killed process has used, and finds its lock taken."""
    said = printed("""
        from itertools import count
        from multiprocessing import Manager, Process

        def use(baskets, begun):
            for n in count():
                baskets["Ada"] = n
                if n == 0:
                    begun.set()

        def hold(till, never, begun):
            till.acquire()
            begun.set()
            never.wait(timeout=60)

        def killed(work, *shared):
            child = Process(target=work, args=shared, daemon=True)
            child.start()
            shared[-1].wait(timeout=60)
            child.kill()
            child.join(timeout=60)
            return child.exitcode

        if __name__ == "__main__":
            with Manager() as manager:
                baskets, till = manager.dict(), manager.Lock()
                print(killed(use, baskets, manager.Event()))
                baskets["Bob"] = 1
                print(sorted(baskets.keys()))
                print(till.acquire(False), till.release())
                print(killed(hold, till, manager.Event(), manager.Event()))
                print(till.acquire(False))
    """)

    assert said == "-9\n['Ada', 'Bob']\nTrue None\n-9\nFalse\n"
