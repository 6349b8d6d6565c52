"""The report is sent before main returns, while the pool still takes
tasks."""

from concurrent.futures import ThreadPoolExecutor


class Shop:
    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor()

    def report(self) -> None:
        self.pool.submit(print, "the report is sent").result()


def main() -> None:
    shop = Shop()
    with shop.pool:
        shop.report()
    print("main returns")


if __name__ == "__main__":
    main()
