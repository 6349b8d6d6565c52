# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.variants.server]
# start-method = "forkserver"
# python = ">=3.13.8,!=3.14.0"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""What is opened at the top of the file is one for all children, unless
each of them reads the file for itself."""

import os
from concurrent.futures import ProcessPoolExecutor

CHILDREN = 3

opened_by = os.getpid()  # stands for a connection


def whose() -> int:
    return opened_by


def main() -> None:
    owners = []
    for _ in range(CHILDREN):
        with ProcessPoolExecutor(max_workers=1) as pool:
            owners.append(pool.submit(whose).result())
    print(CHILDREN, "children, connections:", len(set(owners)))


if __name__ == "__main__":
    main()
