# /// script
# [tool.sample]
# arranged = "the egg boils until the order is cancelled"
# use = "executors/deadline_in_task"
# ///
"""Cancelling the await does not stop the thread, which works on to its
end."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

in_the_pot = Event()
guest_gone = Event()
boiled: list[str] = []


def boil(egg: str) -> None:
    in_the_pot.set()  # arranged
    if not guest_gone.wait(10):  # arranged
        raise TimeoutError("the guest did not go")
    boiled.append(egg)


async def breakfast(boiling: Future[None]) -> None:
    order = asyncio.wrap_future(boiling)
    await asyncio.to_thread(in_the_pot.wait, 10)  # arranged
    order.cancel()
    await asyncio.wait([order])
    print("order cancelled:", order.cancelled())
    print("boiled by then:", boiled)
    guest_gone.set()  # arranged


def main() -> None:
    with ThreadPoolExecutor() as kitchen:
        boiling = kitchen.submit(boil, "brown egg")
        asyncio.run(breakfast(boiling))
    boiling.result()  # raises what the thread raised
    print("boiled at the end:", boiled)


if __name__ == "__main__":
    main()
