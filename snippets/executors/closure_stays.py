# /// script
# requires-python = ">=3.14"
# [tool.sample.spared]
# memory = "an interpreter loses it, and the result is None"
# ///
"""A function that gets all it needs as arguments can be sent, wherever
it stands."""

from concurrent.futures import InterpreterPoolExecutor


def main() -> None:
    price = 3

    def cost(loaves: int, price: int) -> int:
        return loaves * price

    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(cost, 7, price)
    print(order.result())


if __name__ == "__main__":
    main()
