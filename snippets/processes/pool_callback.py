# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""What is done with a result stands in main, so its error is seen."""

from concurrent.futures import ProcessPoolExecutor


def share(price: int) -> None:
    print("for each:", 12 // price)


def main() -> None:
    with ProcessPoolExecutor(1) as pool:
        task = pool.submit(abs, 0)
        print("the price is", task.result())
        try:
            share(task.result())
        except ZeroDivisionError:
            print("not shared: it was free")


if __name__ == "__main__":
    main()
