# /// script
# [tool.sample.spared]
# raise = "a plain Thread prints its error, and the status stays 0"
# ///
"""A thread class calls the __init__ of Thread before it does anything
else."""

from threading import Thread


class Greeter(Thread):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.greeted = name

    def run(self) -> None:
        print("hello", self.greeted)


def main() -> None:
    greeter = Greeter("Ada")
    greeter.start()
    greeter.join()


if __name__ == "__main__":
    main()
