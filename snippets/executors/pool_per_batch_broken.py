# /// script
# requires-python = "<3.13"
# [tool.sample]
# expect = "hang"
# limit = 10
# ///
"""On early versions a pool that replaces its workers waits for ever
when tasks are queued behind a worker's last one."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

PAGES = range(1, 9)
TASKS_EACH = 2
WORKERS = 2


def render(page: int) -> str:
    return f"page {page}"


def main() -> None:
    print("pages:", len(PAGES), flush=True)
    spawn = get_context("spawn")
    with ProcessPoolExecutor(
        WORKERS, spawn, max_tasks_per_child=TASKS_EACH
    ) as pool:
        rendered = list(pool.map(render, PAGES))
    print(f"{len(rendered)} of {len(PAGES)}, the last: {rendered[-1:]}")


if __name__ == "__main__":
    main()
