# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot schedule new futures after shutdown"
# ///
"""An executor takes no more calls once its with block has ended."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor() as pool:
        print("first:", pool.submit(abs, -1).result())
    print("second:", pool.submit(abs, -2).result())


if __name__ == "__main__":
    main()
