"""Inside a running event loop, await takes the place of asyncio.run."""

import asyncio


async def brew() -> str:
    return "coffee"


async def serve() -> None:
    print("served:", await brew())


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
