# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A callback that raises ends the thread which receives the results
of a Pool, and `get` waits for ever."""

import threading
from multiprocessing import Pool


def tell(problem: threading.ExceptHookArgs) -> None:
    print("a thread ended by", problem.exc_type.__name__)


def share(price: int) -> None:
    print("for each:", 12 // price)


def main() -> None:
    threading.excepthook = tell
    with Pool(1) as pool:
        task = pool.apply_async(abs, (0,), callback=share)
        print("the price is", task.get())


if __name__ == "__main__":
    main()
