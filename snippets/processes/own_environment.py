# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child process starts with the parent's environment and changes only
its own copy of it."""

import os
import sys
from multiprocessing import Process


def move_to(city: str) -> None:
    print("child starts in", os.environ["CITY"])
    os.environ["CITY"] = city
    print("child moves to ", os.environ["CITY"])


def main() -> None:
    os.environ["CITY"] = "Oslo"
    child = Process(target=move_to, args=("Lima",))
    child.start()
    child.join()
    print("parent stays in", os.environ["CITY"])
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
