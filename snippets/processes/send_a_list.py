# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""What a generator yields is sent as a list."""

from concurrent.futures import ProcessPoolExecutor


def main() -> None:
    prices = [price * 2 for price in (3, 4, 5)]
    with ProcessPoolExecutor(max_workers=1) as pool:
        total = pool.submit(sum, prices)
        print("total:", total.result())


if __name__ == "__main__":
    main()
