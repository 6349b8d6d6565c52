"""A coroutine awaits the other one."""

import asyncio


async def price() -> int:
    return 3


async def order() -> None:
    print(await price())


def main() -> None:
    asyncio.run(order())


if __name__ == "__main__":
    main()
