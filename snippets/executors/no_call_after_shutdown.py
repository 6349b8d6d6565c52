"""The task runs before the pool is shut down."""

import asyncio


async def serve() -> None:
    print(await asyncio.to_thread(sum, [1, 2]))
    await asyncio.get_running_loop().shutdown_default_executor()


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
