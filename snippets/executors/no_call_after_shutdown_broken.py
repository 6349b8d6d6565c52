# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: Executor shutdown has been called"
# ///
"""A task is handed to the loop's own pool after that was shut down."""

import asyncio


async def serve() -> None:
    await asyncio.get_running_loop().shutdown_default_executor()
    print(await asyncio.to_thread(sum, [1, 2]))


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
