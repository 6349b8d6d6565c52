# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""The result of a future is sent, and not the future."""

from concurrent.futures import ProcessPoolExecutor


def double(number: int) -> int:
    return number * 2


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        first = pool.submit(abs, -21)
        second = pool.submit(double, first.result())
        print("the double is", second.result())


if __name__ == "__main__":
    main()
