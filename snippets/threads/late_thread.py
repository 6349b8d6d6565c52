"""The object is gone before main returns, so the thread that it starts
can send the report."""

from threading import Thread


class Shop:
    def __del__(self) -> None:
        report = Thread(target=print, args=("the report is sent",))
        try:
            report.start()
            report.join()
        except RuntimeError as error:
            print("not sent:", error)


open_shops: list[Shop] = []


def main() -> None:
    open_shops.append(Shop())
    open_shops.clear()
    print("main returns")


if __name__ == "__main__":
    main()
