# /// script
# [tool.sample]
# arranged = "every guest keeps a thread until the soup is served"
# use = "executors/blocked_loop"
# ///
"""A pool of your own is as large as you make it: fifty guests and the
waiter all get a thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

soup_is_served = Event()


def eat(guest: int) -> int:
    if not soup_is_served.wait(10):  # arranged
        raise TimeoutError("nobody served the soup")
    return guest


async def dinner() -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=51))
    guests = [asyncio.to_thread(eat, n) for n in range(50)]
    waiter = asyncio.to_thread(soup_is_served.set)
    fed = await asyncio.gather(*guests, waiter)
    print("guests fed:", len(fed) - 1)


def main() -> None:
    print("dinner for fifty", flush=True)
    asyncio.run(dinner())


if __name__ == "__main__":
    main()
