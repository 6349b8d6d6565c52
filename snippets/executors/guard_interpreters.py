# /// script
# requires-python = ">=3.14"
# ///
"""With the guard a worker reads the file for its functions and globals,
and starts nothing."""

from concurrent.futures import InterpreterPoolExecutor

PRICE = 3


def cost(loaves: int) -> int:
    return loaves * PRICE


def main() -> None:
    print("the shop opens")
    with InterpreterPoolExecutor(max_workers=1) as pool:
        print("answer:", pool.submit(cost, 7).result())


if __name__ == "__main__":
    main()
