# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""A new pool for each batch gives the memory of its workers back, on
every version."""

import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

PAGES = range(1, 9)
BATCH = 4
WORKERS = 2


def render(page: int) -> str:
    return f"page {page}"


def render_all(pages: range) -> Iterator[str]:
    spawn = get_context("spawn")
    for first in range(0, len(pages), BATCH):
        batch = pages[first : first + BATCH]
        with ProcessPoolExecutor(WORKERS, spawn) as pool:
            yield from list(pool.map(render, batch))


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rendered = list(render_all(PAGES))
    print(f"{len(rendered)} of {len(PAGES)}, the last: {rendered[-1:]}")


if __name__ == "__main__":
    main()
