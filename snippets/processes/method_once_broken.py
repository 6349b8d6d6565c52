# /// script
# [tool.sample]
# start-methods = ["spawn"]
# expect = "error"
# error = "RuntimeError: context has already been set"
# ///
"""A program chooses its start method a second time."""

from multiprocessing import Process, set_start_method


def bake(loaf: str) -> None:
    print(loaf, "bread is ready")


def start_baker(loaf: str) -> None:
    set_start_method("spawn")
    baker = Process(target=bake, args=(loaf,))
    baker.start()
    baker.join()


def main() -> None:
    for loaf in "rye", "wheat":
        start_baker(loaf)


if __name__ == "__main__":
    main()
