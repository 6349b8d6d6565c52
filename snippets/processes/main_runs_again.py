# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.variants.server]
# start-method = "forkserver"
# python = ">=3.13.8,!=3.14.0"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child imports the main file again, unless it was forked from a
process that has it already."""

import sys
from multiprocessing import Process

print("reading the file")


def work() -> None:
    pass


def main() -> None:
    children = [Process(target=work) for _ in range(3)]
    for child in children:
        child.start()
        child.join()
    print(len(children), "children are done")
    codes = [child.exitcode for child in children]
    if any(codes):
        sys.exit(f"exit codes of the children: {codes}")


if __name__ == "__main__":
    main()
