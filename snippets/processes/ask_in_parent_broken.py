# /// script
# [tool.sample]
# expect = "error"
# error = "EOFError"
# ///
"""The worker asks for a name, and its standard input is empty."""

from concurrent.futures import ProcessPoolExecutor


def bake() -> str:
    return f"a cake for {input()}"


def main() -> None:
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(bake).result())


if __name__ == "__main__":
    main()
