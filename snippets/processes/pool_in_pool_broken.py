"""The workers of a Pool may not start processes of their own."""

from multiprocessing import Pool, Process


def bake() -> None:
    helper = Process(target=print, args=("the dough is kneaded",))
    helper.start()
    helper.join()


def main() -> None:
    with Pool(1) as pool:
        try:
            pool.apply(bake)
            print("the bread is ready")
        except AssertionError as problem:
            print(f"AssertionError: {problem}")


if __name__ == "__main__":
    main()
