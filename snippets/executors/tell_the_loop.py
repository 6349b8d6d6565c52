"""A thread reaches the loop by call_soon_threadsafe, which also wakes
it."""

import asyncio


def ring(loop: asyncio.AbstractEventLoop, bell: asyncio.Event) -> None:
    loop.call_soon_threadsafe(bell.set)


async def wait_at_table() -> None:
    bell = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 60
    await asyncio.to_thread(ring, loop, bell)
    await bell.wait()
    print("the bell rang")


def main() -> None:
    asyncio.run(wait_at_table(), debug=True)


if __name__ == "__main__":
    main()
