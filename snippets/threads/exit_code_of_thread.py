# /// script
# [tool.sample.spared]
# raise = "that the status stays 0 is what it shows"
# ///
"""A call of sys.exit in a thread ends that thread alone, and the
program goes on and ends with exit code 0."""

import sys
from threading import Thread


def print_bill(paper: int) -> None:
    if not paper:
        sys.exit("no paper")
    print("bill printed")


def main() -> None:
    printer = Thread(target=print_bill, args=(0,))
    printer.start()
    printer.join()
    print("thread alive:", printer.is_alive())
    print("main goes on")


if __name__ == "__main__":
    main()
