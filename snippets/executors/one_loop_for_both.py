"""What belongs to a loop is made in it."""

import asyncio


async def answer(future: "asyncio.Future[str]") -> str:
    return await future


async def both() -> None:
    future: asyncio.Future[str] = asyncio.Future()
    asyncio.get_running_loop().call_soon(future.set_result, "bread")
    print(await answer(future))


def main() -> None:
    asyncio.run(both())


if __name__ == "__main__":
    main()
