# /// script
# [tool.sample]
# expect = "error"
# error = "TypeError"
# [tool.sample.variants.older]
# python = "<3.14"
# ///
"""What a plain function has returned is awaited."""

import asyncio


def load() -> list[int]:
    return [1, 2]


async def order() -> None:
    print(sum(await load()))  # type: ignore


def main() -> None:
    asyncio.run(order())


if __name__ == "__main__":
    main()
