# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.variants.older]
# python = "<3.12.5"
# [tool.sample.variants.middle]
# python = ">=3.12.5,<3.14"
# ///
"""A function that stands inside another one starts only in a forked
process."""

from multiprocessing import Process


def main() -> None:
    def report() -> None:
        print("the work is done")

    child = Process(target=report)
    try:
        child.start()
        child.join()
    except Exception as problem:
        # An address would follow, another one in each run.
        words = str(problem).partition(" at 0x")[0]
        print(f"{type(problem).__name__}: {words}")


if __name__ == "__main__":
    main()
