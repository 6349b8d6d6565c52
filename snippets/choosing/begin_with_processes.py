# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A process for each core counts."""

from concurrent.futures import ProcessPoolExecutor

LIMITS = [1_000, 20_000, 300_000]


def count(limit: int) -> int:
    # your computation goes here
    return sum(n % 7 == 0 for n in range(limit))


def main() -> None:
    with ProcessPoolExecutor() as pool:
        for found in pool.map(count, LIMITS):
            print(found)


if __name__ == "__main__":
    main()
