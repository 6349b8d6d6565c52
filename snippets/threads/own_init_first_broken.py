# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: thread.__init__() not called"
# ///
"""A thread class with an __init__ of its own and without that of Thread
cannot be started."""

from threading import Thread


class Greeter(Thread):
    def __init__(self, name: str) -> None:
        self.greeted = name

    def run(self) -> None:
        print("hello", self.greeted)


def main() -> None:
    greeter = Greeter("Ada")
    greeter.start()
    greeter.join()


if __name__ == "__main__":
    main()
