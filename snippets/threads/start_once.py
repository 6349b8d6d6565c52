# /// script
# [tool.sample.spared]
# raise = "a plain Thread prints its error, and the status stays 0"
# ///
"""Every round of the work gets a thread of its own."""

from threading import Thread


def water() -> None:
    print("the plants are watered")


def main() -> None:
    for _ in range(2):
        gardener = Thread(target=water)
        gardener.start()
        gardener.join()


if __name__ == "__main__":
    main()
