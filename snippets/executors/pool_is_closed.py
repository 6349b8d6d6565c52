"""A pool takes tasks as long as its with block lasts."""

from concurrent.futures import ThreadPoolExecutor


def bake(cake: str) -> str:
    return f"{cake} cake"


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as oven:
        apple = oven.submit(bake, "apple")
        print(apple.result())
        try:
            print(oven.submit(bake, "plum").result())
        except RuntimeError as error:
            print("error:", error)


if __name__ == "__main__":
    main()
