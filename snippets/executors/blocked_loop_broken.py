"""A blocking call stops the event loop: no other request is answered
while it lasts."""

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
    report = query()
    print(report)
    print("answered meanwhile:", *answered or ["nothing"])
    await another


def main() -> None:
    asyncio.run(handle())


if __name__ == "__main__":
    main()
