"""asyncio.run makes the event loop that a thread has to have."""

import asyncio
from threading import Thread


async def brew() -> str:
    return "coffee"


def serve() -> None:
    print("served:", asyncio.run(brew()))


def main() -> None:
    waiter = Thread(target=serve, name="waiter")
    waiter.start()
    waiter.join()


if __name__ == "__main__":
    main()
