"""The workers of a ProcessPoolExecutor may start processes of their
own."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process


def bake() -> None:
    helper = Process(target=print, args=("the dough is kneaded",))
    helper.start()
    helper.join()


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        pool.submit(bake).result()
        print("the bread is ready")


if __name__ == "__main__":
    main()
