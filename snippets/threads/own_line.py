"""Each thread of a pool opens a line of its own once, and keeps it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local

own = local()
both = Barrier(2)  # keeps one thread from taking every call


def call(shop: str) -> str:
    both.wait()
    if not hasattr(own, "line"):
        own.line = []
    own.line.append(shop)
    return f"{shop}: call {len(own.line)} on its line"


def main() -> None:
    shops = ["bakery", "dairy", "florist", "grocer"]
    with ThreadPoolExecutor(2) as pool:
        for answer in pool.map(call, shops):
            print(answer)
    print("the main thread has a line:", hasattr(own, "line"))


if __name__ == "__main__":
    main()
