# /// script
# [tool.sample.spared]
# kill = "a Pool does not tell that a worker is gone"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A Pool gets all its work inside the with block."""

from multiprocessing import Pool


def main() -> None:
    with Pool(1) as pool:
        print("first:", pool.map(abs, [-1, -2]))
        print("second:", pool.map(abs, [-3, -4]))


if __name__ == "__main__":
    main()
