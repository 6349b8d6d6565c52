"""A thread that calls the loop directly is refused in debug mode, and
may go unheard without it."""

import asyncio


def ring(loop: asyncio.AbstractEventLoop, bell: asyncio.Event) -> None:
    loop.call_soon(bell.set)


async def wait_at_table() -> None:
    bell = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 60
    await asyncio.to_thread(ring, loop, bell)
    await bell.wait()
    print("the bell rang")


def main() -> None:
    try:
        asyncio.run(wait_at_table(), debug=True)
    except RuntimeError as error:
        print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
