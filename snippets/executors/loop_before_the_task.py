"""The thread hands the coroutine to the loop that runs elsewhere."""

import asyncio


async def save() -> str:
    return "saved"


def from_a_thread(loop: asyncio.AbstractEventLoop) -> str:
    return asyncio.run_coroutine_threadsafe(save(), loop).result(60)


async def serve() -> None:
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(from_a_thread, loop))


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
