# /// script
# [tool.sample]
# expect = "error"
# error = "LookupError"
# [tool.sample.variants.no_gil]
# python = ">=3.14"
# gil = false
# expect = "ok"
# ///
"""A thread of a pool does not see the value that main has set in a
context variable."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

user: ContextVar[str] = ContextVar("user")


def greet() -> str:
    return f"hello {user.get()}"


def main() -> None:
    with ThreadPoolExecutor(1) as pool:
        user.set("Ada")
        print(pool.submit(greet).result())


if __name__ == "__main__":
    main()
