# /// script
# [tool.sample]
# expect = "error"
# error = "AssertionError: cannot start a process twice"
# ///
"""A process that has ended cannot be started again."""

from multiprocessing import Process


def water() -> None:
    print("the plants are watered")


def main() -> None:
    gardener = Process(target=water)
    for _ in range(2):
        gardener.start()
        gardener.join()


if __name__ == "__main__":
    main()
