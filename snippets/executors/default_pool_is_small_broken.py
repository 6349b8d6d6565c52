# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The default pool of the loop has few threads: fifty guests fill it,
and the waiter they wait for never gets one."""

import asyncio
from threading import Event

soup_is_served = Event()


def eat(guest: int) -> int:
    soup_is_served.wait()
    return guest


async def dinner() -> None:
    guests = [asyncio.to_thread(eat, n) for n in range(50)]
    waiter = asyncio.to_thread(soup_is_served.set)
    fed = await asyncio.gather(*guests, waiter)
    print("guests fed:", len(fed) - 1)


def main() -> None:
    print("dinner for fifty", flush=True)
    asyncio.run(dinner())


if __name__ == "__main__":
    main()
