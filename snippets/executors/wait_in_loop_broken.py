# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A coroutine that asks a future for its result blocks the loop, and
with it the work that it waits for."""

import asyncio


async def look_up(word: str) -> str:
    await asyncio.sleep(0)  # stands for an answer from a server
    return f"{word}: {len(word)} letters"


async def library() -> None:
    loop = asyncio.get_running_loop()
    answer = asyncio.run_coroutine_threadsafe(look_up("bread"), loop)
    print("asked for bread", flush=True)
    found = answer.result()
    print(found)


def main() -> None:
    asyncio.run(library())


if __name__ == "__main__":
    main()
