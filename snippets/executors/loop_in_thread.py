"""asyncio.run makes the event loop that a thread has to have."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def brew() -> str:
    return "coffee"


def serve() -> None:
    print("served:", asyncio.run(brew()))


def main() -> None:
    with ThreadPoolExecutor(1, "waiter") as waiter:
        waiter.submit(serve).result()


if __name__ == "__main__":
    main()
