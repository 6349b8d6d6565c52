# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Who needs a certain start method asks for its context."""

from multiprocessing import get_context


def bake(loaf: str) -> None:
    print(loaf, "bread is ready")


def start_baker(loaf: str) -> None:
    spawn = get_context("spawn")
    baker = spawn.Process(target=bake, args=(loaf,))
    baker.start()
    baker.join()


def main() -> None:
    for loaf in "rye", "wheat":
        start_baker(loaf)


if __name__ == "__main__":
    main()
