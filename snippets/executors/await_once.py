"""The function is called anew for each await."""

import asyncio


async def price() -> int:
    return 3


async def order() -> None:
    print(await price() + await price())


def main() -> None:
    asyncio.run(order())


if __name__ == "__main__":
    main()
