# /// script
# [tool.sample]
# arranged = "a barrier opens when all of them wait"
# use = "executors/blocked_loop"
# ///
"""One thread of asyncio holds five thousand waits at once: the barrier
opens only while all of them stand at it."""

from asyncio import Barrier, gather, run, timeout
from threading import get_ident


async def chat(guest: int, meeting: Barrier) -> int:
    async with timeout(10):
        await meeting.wait()  # arranged
    return get_ident()


async def serve(guests: int) -> None:
    meeting = Barrier(guests)
    chats = [chat(guest, meeting) for guest in range(guests)]
    threads = await gather(*chats)
    print("waits at once:", len(threads))
    print("threads:", len(set(threads)))


def main() -> None:
    run(serve(5000))


if __name__ == "__main__":
    main()
