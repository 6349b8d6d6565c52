"""An executor gets all its calls inside the with block."""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor() as pool:
        print("first:", pool.submit(abs, -1).result())
        print("second:", pool.submit(abs, -2).result())


if __name__ == "__main__":
    main()
