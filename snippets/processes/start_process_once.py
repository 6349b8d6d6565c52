# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Every round of the work gets a process of its own."""

import sys
from multiprocessing import Process


def back_up() -> None:
    print("the files are saved")


def main() -> None:
    for _ in range(2):
        child = Process(target=back_up)
        child.start()
        child.join()
        if child.exitcode != 0:
            sys.exit(f"the child ended with {child.exitcode}")


if __name__ == "__main__":
    main()
