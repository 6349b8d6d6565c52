# /// script
# requires-python = ">=3.14"
# [tool.sample]
# expect = "killed"
# signal = "SIGABRT"
# systems = ["linux", "macos"]
# ///
"""An interpreter is no shelter: a crash in it ends the whole
program."""

import os
from concurrent.futures import InterpreterPoolExecutor


def bake(loaf: str) -> None:
    os.abort()  # stands for a crash in an extension written in C


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        print("the bread is in the oven", flush=True)
        order = pool.submit(bake, "bread")
        print("lost:", type(order.exception()).__name__)
    print("the bakery stays open")


if __name__ == "__main__":
    main()
