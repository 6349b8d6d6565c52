# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: This event loop is already running"
# ///
"""A coroutine asks the loop that runs it to run another coroutine."""

import asyncio


async def price() -> int:
    return 3


async def order() -> None:
    work = price()
    try:
        print(asyncio.get_running_loop().run_until_complete(work))
    finally:
        work.close()


def main() -> None:
    asyncio.run(order())


if __name__ == "__main__":
    main()
