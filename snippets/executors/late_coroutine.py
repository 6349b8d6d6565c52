"""A coroutine whose thread has given up is cancelled by its future, and
not by the timeout."""

import asyncio


async def answer(cancelled: asyncio.Event) -> None:
    try:
        await asyncio.sleep(3600)  # stands for a server that hangs
    except asyncio.CancelledError:
        cancelled.set()
        raise


def ask(
    loop: asyncio.AbstractEventLoop, cancelled: asyncio.Event
) -> None:
    future = asyncio.run_coroutine_threadsafe(answer(cancelled), loop)
    try:
        future.result(timeout=0.1)
    except TimeoutError:
        print("cancelled by the timeout:", cancelled.is_set())
    finally:
        future.cancel()


async def serve() -> None:
    cancelled = asyncio.Event()
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(ask, loop, cancelled)
    async with asyncio.timeout(10):
        await cancelled.wait()
    print("cancelled by cancel():", cancelled.is_set())


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
