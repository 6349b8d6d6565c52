"""The workers of a Pool may not start processes of their own."""

from multiprocessing import Pool, Process


def index() -> int | None:
    helper = Process(target=print, args=("the helper is done",))
    helper.start()
    helper.join()
    return helper.exitcode


def main() -> None:
    with Pool(1) as pool:
        try:
            print("exit code of the helper:", pool.apply(index))
        except AssertionError as problem:
            print(f"AssertionError: {problem}")


if __name__ == "__main__":
    main()
