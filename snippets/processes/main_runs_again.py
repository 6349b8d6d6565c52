# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.variants.server]
# start-method = "forkserver"
# python = ">=3.13.8,!=3.14.0"
# ///
"""A child imports the main file again, unless it was forked from a
process that has it already."""

from multiprocessing import Process

print("reading the file")


def work() -> None:
    pass


def main() -> None:
    for _ in range(3):
        child = Process(target=work)
        child.start()
        child.join()
    print("3 children are done")


if __name__ == "__main__":
    main()
