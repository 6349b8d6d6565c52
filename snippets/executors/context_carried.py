"""A job that runs in a copy of the context sees what its caller set."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

guest: ContextVar[str] = ContextVar("guest", default="nobody")


def pour() -> str:
    return f"coffee for {guest.get()}"


async def serve(name: str, waiter: ThreadPoolExecutor) -> None:
    guest.set(name)
    loop = asyncio.get_running_loop()
    run = copy_context().run
    cup = await loop.run_in_executor(waiter, run, pour)
    print(f"{name} gets {cup}")


async def cafe(waiter: ThreadPoolExecutor) -> None:
    for name in ("Ada", "Bob"):
        await asyncio.create_task(serve(name, waiter))


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as waiter:
        asyncio.run(cafe(waiter))


if __name__ == "__main__":
    main()
