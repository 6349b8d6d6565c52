# /// script
# [tool.sample]
# systems = ["linux"]
# [tool.sample.variants.older]
# python = "<3.14"
# ///
"""The first of all start methods is the one that a program gets when it
names none."""

from multiprocessing import get_all_start_methods


def main() -> None:
    print("default:", get_all_start_methods()[0])


if __name__ == "__main__":
    main()
