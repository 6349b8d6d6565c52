import asyncio

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
