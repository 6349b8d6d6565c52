"""The start method has its own name."""

from multiprocessing import get_context


def main() -> None:
    print("starts by:", get_context("spawn").get_start_method())


if __name__ == "__main__":
    main()
