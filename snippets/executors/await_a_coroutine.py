"""The plain function runs in a thread, and that is awaited."""

import asyncio


def load() -> list[int]:
    return [1, 2]


async def order() -> None:
    print(sum(await asyncio.to_thread(load)))


def main() -> None:
    asyncio.run(order())


if __name__ == "__main__":
    main()
