# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""A limit that is set before a library is loaded holds in every
worker."""

import os
from concurrent.futures import ProcessPoolExecutor


def load_library() -> int:
    return int(os.environ.get("OMP_NUM_THREADS", "8"))


os.environ["OMP_NUM_THREADS"] = "1"
inner_threads = load_library()  # stands for an import of such a library


def solve(equation: int) -> int:
    return inner_threads


def main() -> None:
    with ProcessPoolExecutor(4) as pool:
        used = list(pool.map(solve, range(4)))
    print("inner threads of each worker:", *used)
    print("of all workers:", sum(used))


if __name__ == "__main__":
    main()
