# /// script
# requires-python = ">=3.14"
# ///
"""A local function that gets every argument can be sent to an
interpreter."""

from concurrent.futures import InterpreterPoolExecutor


def main() -> None:
    def cost(loaves: int, price: int) -> int:
        return loaves * price

    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(cost, 7, 3)
    print(order.result())


if __name__ == "__main__":
    main()
