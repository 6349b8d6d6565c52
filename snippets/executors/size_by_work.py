# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""A pool for waits is sized by what the server bears, and one for
computing by the CPUs, and none is larger than its work."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

AT_ONCE = 8  # stands for what the server allows
PAGES = ["news", "weather", "sports", "music"]


def cpus() -> int:
    if hasattr(os, "process_cpu_count"):
        return os.process_cpu_count() or 1
    return os.cpu_count() or 1


def size(limit: int, tasks: int) -> int:
    return max(1, min(limit, tasks))


def fetch(page: str) -> str:
    return f"<h1>{page}</h1>"


def count(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def main() -> None:
    with ThreadPoolExecutor(size(AT_ONCE, len(PAGES))) as pool:
        texts = list(pool.map(fetch, PAGES))
    with ProcessPoolExecutor(size(cpus(), len(texts))) as pool:
        print("letters:", *pool.map(count, texts))


if __name__ == "__main__":
    main()
