# /// script
# [tool.sample]
# expect = "error"
# error = "TypeError"
# [tool.sample.variants.older]
# python = "<3.14"
# error = "ValueError"
# ///
"""The run gets the function and no coroutine."""

import asyncio


async def serve() -> None:
    print("served")


def main() -> None:
    asyncio.run(serve)  # type: ignore


if __name__ == "__main__":
    main()
