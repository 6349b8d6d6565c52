"""A thread has no event loop until somebody makes one there."""

import asyncio
from threading import Thread


async def brew() -> str:
    return "coffee"


def serve() -> None:
    loop = asyncio.get_event_loop()
    print("served:", loop.run_until_complete(brew()))


def main() -> None:
    waiter = Thread(target=serve, name="waiter")
    waiter.start()
    waiter.join()


if __name__ == "__main__":
    main()
