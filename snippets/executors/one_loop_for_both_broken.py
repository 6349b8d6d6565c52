# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError"
# ///
"""A future that belongs to one loop is awaited in another."""

import asyncio


async def answer(
    future: "asyncio.Future[str]", over: asyncio.Event
) -> str:
    try:
        return await future
    finally:
        over.set()


async def ask(future: "asyncio.Future[str]") -> None:
    over = asyncio.Event()
    task = asyncio.create_task(answer(future, over), name="ask")
    await over.wait()
    print(task.result())


def main() -> None:
    loop = asyncio.new_event_loop()
    try:
        asyncio.run(ask(loop.create_future()))
    finally:
        loop.close()


if __name__ == "__main__":
    main()
