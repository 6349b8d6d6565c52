"""A thread hands items to a coroutine through the loop, which wakes for
each of them, and for the end of the thread too."""

import asyncio

LINES = ["first line", "second line", "third line"]


def read(
    loop: asyncio.AbstractEventLoop, inbox: asyncio.Queue[str | None]
) -> None:
    for line in LINES:
        loop.call_soon_threadsafe(inbox.put_nowait, line)


async def serve() -> None:
    inbox: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    reader = asyncio.create_task(asyncio.to_thread(read, loop, inbox))
    reader.add_done_callback(lambda _: inbox.put_nowait(None))
    while (line := await inbox.get()) is not None:
        print("got", line)
    await reader


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
