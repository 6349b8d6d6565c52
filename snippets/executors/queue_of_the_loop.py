"""Each loop has a queue of its own."""

import asyncio
from contextlib import suppress

LIMIT = 0.05


async def look(orders: "asyncio.Queue[str]") -> None:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(orders.get(), LIMIT)


def main() -> None:
    for _ in range(2):
        asyncio.run(look(asyncio.Queue()))
    print("both loops are done")


if __name__ == "__main__":
    main()
