# /// script
# requires-python = "<3.14"
# [tool.sample]
# expect = "error"
# error = "TypeError"
# ///
"""A version without buffersize does not know the word."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        for number in pool.map(abs, range(-3, 0), buffersize=1):
            print(number)


if __name__ == "__main__":
    main()
