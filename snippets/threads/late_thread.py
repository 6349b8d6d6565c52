"""The with block closes the shop before main returns, so the thread
that it starts can send the report."""

from contextlib import closing
from threading import Thread


class Shop:
    def close(self) -> None:
        report = Thread(target=print, args=("the report is sent",))
        report.start()
        report.join()


def main() -> None:
    with closing(Shop()):
        print("main works")
    print("main returns")


if __name__ == "__main__":
    main()
