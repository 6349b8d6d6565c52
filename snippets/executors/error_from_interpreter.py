# /// script
# requires-python = ">=3.14"
# ///
"""A built-in exception comes back from another interpreter as what it
is."""

from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import ExecutionFailed


def sell(cake: str) -> str:
    raise LookupError(f"no {cake} left")


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(sell, "plum cake")
        try:
            print("sold:", order.result())
        except LookupError as error:
            print("caught:", error)
        except ExecutionFailed as error:
            print("not caught:", error.excinfo.msg)


if __name__ == "__main__":
    main()
