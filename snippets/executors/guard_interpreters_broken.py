# /// script
# requires-python = ">=3.14"
# [tool.sample]
# guard = false
# expect = "error"
# error = "NotShareableError: args not shareable"
# ///
"""Without the guard the worker runs the whole program again instead of
finding the function in it."""

from concurrent.futures import InterpreterPoolExecutor

PRICE = 3


def cost(loaves: int) -> int:
    return loaves * PRICE


def main() -> None:
    print("the shop opens")
    with InterpreterPoolExecutor(max_workers=1) as pool:
        print("answer:", pool.submit(cost, 7).result())


main()
