# /// script
# requires-python = ">=3.14"
# ///
"""An exception class of your own does not come back from another
interpreter, so nobody catches it."""

from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import ExecutionFailed


class SoldOut(Exception):
    pass


def sell(cake: str) -> str:
    raise SoldOut(f"no {cake} left")


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(sell, "plum cake")
        try:
            print("sold:", order.result())
        except SoldOut as error:
            print("caught:", error)
        except ExecutionFailed as error:
            print("not caught:", error.excinfo.msg)


if __name__ == "__main__":
    main()
