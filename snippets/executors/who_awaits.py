# /// script
# requires-python = ">=3.14"
# [tool.sample]
# arranged = "both tasks wait when the loop is asked"
# use = "threads/say_where"
# ///
"""A loop is asked in what each of its tasks stands, and which other
task waits for it."""

import asyncio


async def fetch(arrived: asyncio.Semaphore) -> None:
    arrived.release()  # arranged
    await asyncio.sleep(60)  # stands for a server that does not answer


async def both(arrived: asyncio.Semaphore) -> None:
    async with asyncio.TaskGroup() as group:
        for name in ("news", "weather"):
            group.create_task(fetch(arrived), name=name)


def look(tasks: set[asyncio.Task[None]]) -> None:
    for task in sorted(tasks, key=asyncio.Task.get_name):
        if graph := asyncio.capture_call_graph(task):
            stack = [f.frame.f_code.co_name for f in graph.call_stack]
            by = [
                one.future.get_name()
                for one in graph.awaited_by
                if isinstance(one.future, asyncio.Task)
            ]
            print(f"{task.get_name()}:", " < ".join(stack), "| for", by)


async def ask() -> None:
    arrived = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        work = group.create_task(both(arrived), name="work")
        for _ in range(2):
            await arrived.acquire()  # arranged
        look(asyncio.all_tasks())
        work.cancel()


def main() -> None:
    asyncio.run(ask())


if __name__ == "__main__":
    main()
