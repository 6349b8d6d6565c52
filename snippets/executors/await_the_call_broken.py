"""A coroutine that nobody awaits never runs."""

import asyncio

saved: list[str] = []


async def save(page: str) -> int:
    saved.append(page)
    return len(saved)


async def serve() -> None:
    print("called:", bool(save("news")))
    print("saved:", *saved or ["nothing"])


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
