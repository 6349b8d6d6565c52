# /// script
# [tool.sample.spared]
# keyboard = "a Pool does not tell that a worker is gone"
# kill = "a Pool does not tell that a worker is gone"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A worker returns a number, and the parent computes with it."""

from multiprocessing import Pool


def price_of(item: str) -> int:
    return len(item)


def main() -> None:
    with Pool(1) as pool:
        price = pool.apply(price_of, ("bread",))
        print("three pieces cost", price * 3)


if __name__ == "__main__":
    main()
