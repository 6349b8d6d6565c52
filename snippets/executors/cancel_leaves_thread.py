"""Cancelling the await does not stop the thread, which works on to its
end."""

import asyncio
from threading import Event

in_the_pot = Event()
guest_gone = Event()
boiled: list[str] = []


def boil(egg: str) -> None:
    in_the_pot.set()
    guest_gone.wait()
    boiled.append(egg)


async def breakfast() -> None:
    order = asyncio.create_task(asyncio.to_thread(boil, "brown egg"))
    await asyncio.to_thread(in_the_pot.wait)
    order.cancel()
    await asyncio.wait([order])
    print("order cancelled:", order.cancelled())
    print("boiled by then:", boiled)
    guest_gone.set()


def main() -> None:
    asyncio.run(breakfast())
    print("boiled at the end:", boiled)


if __name__ == "__main__":
    main()
