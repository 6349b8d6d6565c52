# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux"]
# [tool.sample.spared]
# fifty = "ten million texts take long to make and to read"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A forked child that only reads a list of texts copies most of it, and
of one block of bytes next to nothing."""

import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path


def private() -> int:
    text = Path("/proc/self/smaps_rollup").read_text()
    return 1024 * int(text.partition("Private_Dirty:")[2].split()[0])


def read(name: str, table: Sequence[object], size: int) -> None:
    before = private()
    for _ in table:
        pass
    print(name, "is copied:", private() - before > size / 2)


def main() -> None:
    texts = [f"item {number}" for number in range(200_000)]
    size = sum(map(sys.getsizeof, texts))
    for name, table in ("list", texts), ("block", bytes(size)):
        child = get_context("fork").Process(
            target=read, args=(name, table, size)
        )
        child.start()
        child.join()
        if child.exitcode != 0:
            sys.exit(f"the child ended with {child.exitcode}")


if __name__ == "__main__":
    main()
