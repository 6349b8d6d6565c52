# /// script
# [tool.sample.grow]
# items = "MONTHS"
# workers = "SLOW"
# ///
"""Calls that take long get a pool of their own, and the default one is
free for short ones."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

MONTHS = ["May", "June", "July"]
SLOW = 2


def report(month: str) -> str:
    return f"report of {month}"


def short(text: str) -> str:
    return text.upper()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(SLOW) as slow:
        calls = [loop.run_in_executor(slow, report, m) for m in MONTHS]
        print(await asyncio.to_thread(short, "at once"))
        print(await asyncio.gather(*calls))


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
