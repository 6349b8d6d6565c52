# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: Pool not running"
# ///
"""A Pool takes no more work once its with block has ended."""

from multiprocessing import Pool


def main() -> None:
    with Pool(1) as pool:
        print("first:", pool.map(abs, [-1, -2]))
    print("second:", pool.map(abs, [-3, -4]))


if __name__ == "__main__":
    main()
