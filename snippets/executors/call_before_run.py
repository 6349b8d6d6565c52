"""The function is called, and its coroutine is run."""

import asyncio


async def serve() -> None:
    print("served")


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
