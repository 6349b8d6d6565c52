"""The call carries a copy of main's context into the thread."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

user: ContextVar[str] = ContextVar("user")


def greet() -> str:
    return f"hello {user.get()}"


def main() -> None:
    with ThreadPoolExecutor(1) as pool:
        user.set("Ada")
        print(pool.submit(copy_context().run, greet).result())


if __name__ == "__main__":
    main()
