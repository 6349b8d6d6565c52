# /// script
# requires-python = ">=3.14"
# ///
"""An exception class of your main file does not come back from another
interpreter, so nobody catches it."""

from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import ExecutionFailed


class BadOrder(Exception):
    pass


def read(order: str) -> object:
    raise BadOrder(f"no number in {order}")


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(read, "two plum cakes")
        try:
            print("read:", order.result())
        except BadOrder as error:
            print("caught:", error)
        except ExecutionFailed as error:
            print("not caught:", error.excinfo.msg)


if __name__ == "__main__":
    main()
