# /// script
# [tool.sample]
# expect = "error"
# error = "AssertionError: cannot start a process twice"
# ///
"""A process that has ended cannot be started again."""

from multiprocessing import Process


def back_up() -> None:
    print("the files are saved")


def main() -> None:
    child = Process(target=back_up)
    for _ in range(2):
        child.start()
        child.join()


if __name__ == "__main__":
    main()
