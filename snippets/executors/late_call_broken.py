"""A thread calls a loop that has been closed meanwhile."""

import asyncio
from threading import Event, Thread

closed = Event()


def report(loop: asyncio.AbstractEventLoop) -> None:
    closed.wait(10)
    loop.call_soon_threadsafe(print, "reported")


async def serve() -> None:
    loop = asyncio.get_running_loop()
    Thread(target=report, args=(loop,)).start()


def main() -> None:
    asyncio.run(serve())
    closed.set()


if __name__ == "__main__":
    main()
