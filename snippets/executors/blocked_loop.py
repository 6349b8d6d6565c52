"""A blocking call in a thread leaves the event loop free: another
request is answered meanwhile."""

import asyncio
from time import sleep

answered: list[str] = []


def query() -> str:
    sleep(0.1)  # stands for a library without async calls
    return "report"


async def answer_another() -> None:
    answered.append("another request")


async def handle() -> None:
    another = asyncio.create_task(answer_another())
    report = await asyncio.to_thread(query)
    print(report)
    print("answered meanwhile:", *answered or ["nothing"])
    await another


def main() -> None:
    asyncio.run(handle())


if __name__ == "__main__":
    main()
