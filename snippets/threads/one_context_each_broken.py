# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError"
# ///
"""Two threads run in one context, and the second is refused while the
first is inside."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Event


def inside(entered: Event, done: Event) -> None:
    entered.set()
    done.wait(10)


def main() -> None:
    entered, done = Event(), Event()
    context = copy_context()
    with ThreadPoolExecutor(2) as pool:
        pool.submit(context.run, inside, entered, done)
        entered.wait(10)
        try:
            context.run(print, "here too")
        finally:
            done.set()


if __name__ == "__main__":
    main()
