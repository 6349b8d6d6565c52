"""A thread hands a coroutine to the loop and waits for its result in
the usual way."""

import asyncio


async def look_up(word: str) -> str:
    await asyncio.sleep(0)  # stands for an answer from a server
    return f"{word}: {len(word)} letters"


def read_book(loop: asyncio.AbstractEventLoop) -> list[str]:
    found: list[str] = []
    for word in ("bread", "milk"):
        answer = asyncio.run_coroutine_threadsafe(look_up(word), loop)
        found.append(answer.result(timeout=10))
    return found


async def library() -> None:
    loop = asyncio.get_running_loop()
    print(*await asyncio.to_thread(read_book, loop), sep="\n")


def main() -> None:
    asyncio.run(library())


if __name__ == "__main__":
    main()
