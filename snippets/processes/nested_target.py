# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A function at the top of the file starts in every process."""

import sys
from multiprocessing import Process


def report() -> None:
    print("the work is done")


def main() -> None:
    child = Process(target=report)
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
