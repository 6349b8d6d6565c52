# /// script
# requires-python = ">=3.14"
# ///
"""A local function whose argument has a default cannot be sent to an
interpreter."""

from concurrent.futures import InterpreterPoolExecutor


def main() -> None:
    def cost(loaves: int, price: int = 3) -> int:
        return loaves * price

    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(cost, 7)
        problem = order.exception()
    print(type(problem).__name__ if problem else order.result())


if __name__ == "__main__":
    main()
