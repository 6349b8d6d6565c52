# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Lock and process come from one context."""

from multiprocessing import get_context, synchronize


def bake(oven: synchronize.Lock) -> None:
    with oven:
        print("the bread is ready")


def main() -> None:
    spawn = get_context("spawn")
    oven = spawn.Lock()
    baker = spawn.Process(target=bake, args=(oven,))
    baker.start()
    baker.join()


if __name__ == "__main__":
    main()
