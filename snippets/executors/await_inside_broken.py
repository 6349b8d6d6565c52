"""A running event loop cannot be run a second time from inside."""

import asyncio


async def brew() -> str:
    return "coffee"


async def serve() -> None:
    coffee = brew()
    try:
        print("served:", asyncio.run(coffee))
    except RuntimeError as problem:
        coffee.close()
        print(f"RuntimeError: {problem}")


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
