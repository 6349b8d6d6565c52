"""The report is sent before main returns, while the pool still takes
tasks."""

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
    shop.report()
    print("main returns")


if __name__ == "__main__":
    main()
