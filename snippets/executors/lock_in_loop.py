"""A lock of asyncio is awaited, so its holder goes on while others
wait."""

import asyncio
from asyncio import Lock


async def pay(guest: str, till: Lock) -> None:
    async with till:
        print(guest, "pays", flush=True)
        await asyncio.sleep(0)  # stands for an answer from the bank
        print(guest, "has paid", flush=True)


async def leave() -> None:
    till = Lock()
    await asyncio.gather(pay("Ada", till), pay("Bob", till))


def main() -> None:
    asyncio.run(leave())


if __name__ == "__main__":
    main()
