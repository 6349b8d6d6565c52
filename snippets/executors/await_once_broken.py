# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot reuse already awaited coroutine"
# ///
"""One coroutine is awaited twice."""

import asyncio


async def price() -> int:
    return 3


async def order() -> None:
    work = price()
    print(await work + await work)


def main() -> None:
    asyncio.run(order())


if __name__ == "__main__":
    main()
