"""A blocking call stops the event loop: the heart does not beat while
it lasts."""

import asyncio
from time import sleep

beats: list[str] = []


def read_letter() -> str:
    sleep(0.1)  # stands for a library without async calls
    return "Dear Ada"


async def beat() -> None:
    beats.append("beat")


async def live() -> None:
    heart = asyncio.create_task(beat())
    letter = read_letter()
    print(letter)
    print("heart beats meanwhile:", "yes" if beats else "no")
    await heart


def main() -> None:
    asyncio.run(live())


if __name__ == "__main__":
    main()
