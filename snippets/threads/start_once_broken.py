# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: threads can only be started once"
# ///
"""A thread that has ended cannot be started again."""

from threading import Thread


def water() -> None:
    print("the plants are watered")


def main() -> None:
    gardener = Thread(target=water)
    for _ in range(2):
        gardener.start()
        gardener.join()


if __name__ == "__main__":
    main()
