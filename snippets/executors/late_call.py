"""A loop that waits for its thread is still open when the thread calls
it."""

import asyncio


def report(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon_threadsafe(print, "reported")


async def serve() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(report, loop)


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
