"""The main thread waits for the tasks of a pool, and no task waits for
another one."""

from concurrent.futures import ThreadPoolExecutor


def price(item: str) -> int:
    return len(item)


def total(pool: ThreadPoolExecutor, basket: list[str]) -> int:
    futures = [pool.submit(price, item) for item in basket]
    return sum(future.result() for future in futures)


def main() -> None:
    with ThreadPoolExecutor(1) as pool:
        print("adding up the basket")
        bill = total(pool, ["tea", "bread"])
        print("to pay:", bill)


if __name__ == "__main__":
    main()
