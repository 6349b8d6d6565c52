"""What the page "Answer fast while something computes" says, beyond what its program shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event, Thread

import pytest


def test_the_default_interval_is_that_of_the_page(printed: Callable[[str], str]) -> None:
    """A program that sets none finds it; one that is set holds for every thread."""
    said = printed("""
        import sys
        from threading import Thread

        print(sys.getswitchinterval())
        sys.setswitchinterval(0.0005)
        thread = Thread(target=lambda: print(sys.getswitchinterval()))
        thread.start()
        thread.join()
    """)

    assert said.splitlines()[0] == "0.005"
    assert float(said.splitlines()[1]) == pytest.approx(0.0005)


def test_a_thread_has_no_priority_to_set() -> None:
    """Neither a parameter nor an attribute."""
    with pytest.raises(TypeError):
        Thread(target=print, priority=1)  # type: ignore[call-arg]
    assert not [name for name in dir(Thread) if "prio" in name]


def test_the_loop_goes_on_while_a_thread_computes() -> None:
    """It comes to its turns, though the thread does nothing but loop until it has."""
    enough = Event()

    def compute() -> int:
        turns = 0
        while not enough.is_set():
            turns += 1
        return turns

    async def main() -> int:
        computing = asyncio.create_task(asyncio.to_thread(compute))
        for _ in range(3):
            await asyncio.sleep(0.001)
        enough.set()
        return await computing

    assert asyncio.run(asyncio.wait_for(main(), 60)) > 0
