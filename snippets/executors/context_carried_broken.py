# /// script
# [tool.sample.variants.no_gil]
# python = ">=3.14"
# gil = false
# ///
"""A job that run_in_executor hands to a thread does not see the context
of its caller."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

guest: ContextVar[str] = ContextVar("guest", default="nobody")


def pour() -> str:
    return f"coffee for {guest.get()}"


async def serve(name: str, waiter: ThreadPoolExecutor) -> None:
    guest.set(name)
    loop = asyncio.get_running_loop()
    cup = await loop.run_in_executor(waiter, pour)
    print(f"{name} gets {cup}")


async def cafe(waiter: ThreadPoolExecutor) -> None:
    for name in ("Ada", "Bob"):
        await asyncio.create_task(serve(name, waiter))


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as waiter:
        asyncio.run(cafe(waiter))


if __name__ == "__main__":
    main()
