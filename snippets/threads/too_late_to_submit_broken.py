"""A pool takes no task once the interpreter shuts down, so a report
that is sent from an atexit handler stays unsent."""

from atexit import register
from concurrent.futures import ThreadPoolExecutor


class Shop:
    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor()

    def report(self) -> None:
        try:
            self.pool.submit(print, "the report is sent").result()
        except RuntimeError as error:
            print("not sent:", error)


def main() -> None:
    shop = Shop()
    register(shop.report)
    print("main returns")


if __name__ == "__main__":
    main()
