# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The only worker of a pool waits for a task that no worker is left to
run, for ever."""

from concurrent.futures import ThreadPoolExecutor


def price(item: str) -> int:
    return len(item)


def total(pool: ThreadPoolExecutor, basket: list[str]) -> int:
    futures = [pool.submit(price, item) for item in basket]
    return sum(future.result() for future in futures)


def main() -> None:
    with ThreadPoolExecutor(1) as pool:
        print("adding up the basket")
        bill = pool.submit(total, pool, ["tea", "bread"])
        print("to pay:", bill.result())


if __name__ == "__main__":
    main()
