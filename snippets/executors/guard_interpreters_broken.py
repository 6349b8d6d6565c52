# /// script
# requires-python = ">=3.14"
# [tool.sample]
# guard = false
# ///
"""Without the guard the worker runs the whole program again, and the
pool that it opens fails."""

from concurrent.futures import InterpreterPoolExecutor

PRICE = 3


def cost(loaves: int) -> int:
    return loaves * PRICE


def main() -> None:
    print("the shop opens")
    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(cost, 7)
    print("answer:", order.exception() or order.result())


main()
