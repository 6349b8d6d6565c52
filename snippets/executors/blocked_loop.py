"""A blocking call in a thread leaves the event loop free: the request
that brings the report is answered meanwhile."""

import asyncio
from queue import Empty, Queue

inbox = Queue[str]()


def query() -> str:
    try:  # stands for a library without async calls
        return inbox.get(timeout=5)
    except Empty:
        return "no report"


async def answer_another() -> None:
    inbox.put("report")


async def handle() -> None:
    another = asyncio.create_task(answer_another())
    print(await asyncio.to_thread(query))
    await another


def main() -> None:
    asyncio.run(handle())


if __name__ == "__main__":
    main()
