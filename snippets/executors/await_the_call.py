"""A call of a coroutine function runs when it is awaited."""

import asyncio

saved: list[str] = []


async def save(page: str) -> int:
    saved.append(page)
    return len(saved)


async def serve() -> None:
    print("called:", bool(await save("news")))
    print("saved:", *saved or ["nothing"])


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
