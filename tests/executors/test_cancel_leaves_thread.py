import asyncio
import gc
from threading import Event
from typing import Any

import pytest

from snippets.executors.cancel_leaves_thread import boil, boiled, guest_gone, in_the_pot


async def breakfast() -> None:
    order = asyncio.create_task(asyncio.to_thread(boil, "white egg"))
    await asyncio.to_thread(in_the_pot.wait, 60)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(order, timeout=0.01)
    assert not boiled
    guest_gone.set()


def test_a_timeout_does_not_reach_the_thread() -> None:
    """The await ends at its time limit, and the thread still works to its end."""
    asyncio.run(breakfast())

    assert boiled == ["white egg"]


def test_an_error_of_the_thread_is_lost_with_the_order(caplog: pytest.LogCaptureFixture) -> None:
    """Where `to_thread` was cancelled, neither the loop nor the log hears of it."""
    begun, go = Event(), Event()
    told: list[dict[str, Any]] = []
    gc.collect()  # what others have left is theirs
    caplog.clear()

    def burn() -> None:
        begun.set()
        assert go.wait(60)
        raise ValueError("the egg is burnt")

    async def lose() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, what: told.append(what))
        order = asyncio.create_task(asyncio.to_thread(burn))
        assert await asyncio.to_thread(begun.wait, 60)
        order.cancel()
        await asyncio.wait([order])
        go.set()

    asyncio.run(lose())
    gc.collect()

    assert (told, caplog.records) == ([], [])
