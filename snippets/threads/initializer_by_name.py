"""The pool gets the function and calls it in each thread."""

from concurrent.futures import ThreadPoolExecutor


def set_up() -> int:
    return 1


def main() -> None:
    with ThreadPoolExecutor(1, initializer=set_up) as pool:
        print("sum:", pool.submit(sum, [1, 2]).result())


if __name__ == "__main__":
    main()
