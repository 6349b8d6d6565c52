# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: no running event loop"
# ///
"""A task is made in a thread in which no loop runs."""

import asyncio


async def save() -> str:
    return "saved"


def from_a_thread() -> str:
    work = save()
    try:
        return str(asyncio.create_task(work))
    finally:
        work.close()


async def serve() -> None:
    print(await asyncio.to_thread(from_a_thread))


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
