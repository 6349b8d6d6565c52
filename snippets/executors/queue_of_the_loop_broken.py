# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError"
# ///
"""Two loops wait at one queue of asyncio."""

import asyncio
from contextlib import suppress

LIMIT = 0.05


async def look(orders: "asyncio.Queue[str]") -> None:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(orders.get(), LIMIT)


def main() -> None:
    orders: asyncio.Queue[str] = asyncio.Queue()
    for _ in range(2):
        asyncio.run(look(orders))


if __name__ == "__main__":
    main()
