# /// script
# requires-python = ">=3.14"
# ///
"""An exception whose class stands in a module comes back from another
interpreter as what it is."""

import json
from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import ExecutionFailed
from json import JSONDecodeError


def read(order: str) -> object:
    return json.loads(order)


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(read, "two plum cakes")
        try:
            print("read:", order.result())
        except JSONDecodeError as error:
            print("caught:", error.msg)
        except ExecutionFailed as error:
            print("not caught:", error.excinfo.msg)


if __name__ == "__main__":
    main()
