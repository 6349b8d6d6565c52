# /// script
# [tool.sample.spared]
# raise = "a plain Thread prints its error, and the status stays 0"
# ///
"""A comma makes a tuple of one argument."""

from threading import Thread


def water(liters: int) -> None:
    print("liters of water:", liters)


def main() -> None:
    gardener = Thread(target=water, args=(5,))
    gardener.start()
    gardener.join()


if __name__ == "__main__":
    main()
