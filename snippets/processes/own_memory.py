# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child process changes its own copy of a list; the parent's list
stays as it was."""

import sys
from multiprocessing import Process


def add_milk(basket: list[str]) -> None:
    basket.append("milk")
    print("child has ", basket)


def main() -> None:
    basket = ["bread"]
    child = Process(target=add_milk, args=(basket,))
    child.start()
    child.join()
    print("parent has", basket)
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
