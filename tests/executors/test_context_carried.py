import asyncio

from snippets.executors.context_carried import guest, pour


async def cup_of(name: str) -> str:
    """What a thread of `to_thread` pours for the caller called `name`."""
    guest.set(name)
    return await asyncio.wait_for(asyncio.to_thread(pour), timeout=60)


def test_to_thread_carries_the_context() -> None:
    """Each call of to_thread sees what its own caller set."""
    cups = [asyncio.run(cup_of(name)) for name in ("Ada", "Bob")]

    assert cups == ["coffee for Ada", "coffee for Bob"]
