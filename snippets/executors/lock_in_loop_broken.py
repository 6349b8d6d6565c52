# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A lock of threading that is held across an await stops the whole
loop: who waits for it keeps its holder from going on."""

import asyncio
from threading import Lock


async def pay(guest: str, till: Lock) -> None:
    with till:
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
