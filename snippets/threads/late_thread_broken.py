# /// script
# [tool.sample.variants.older]
# python = "<3.12"
# expect = "hang"
# ///
"""An object that outlives main starts a thread while the interpreter
is being taken down, and its report stays unsent."""

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
    print("main returns")


if __name__ == "__main__":
    main()
