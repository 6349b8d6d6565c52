# /// script
# [tool.sample]
# start-methods = ["spawn"]
# expect = "error"
# error = "RuntimeError"
# [tool.sample.variants.newer]
# python = ">=3.14"
# ///
"""A lock made for forked processes is refused by a spawned one."""

from multiprocessing import get_context, synchronize


def bake(oven: synchronize.Lock) -> None:
    with oven:
        print("the bread is ready")


def main() -> None:
    oven = get_context("fork").Lock()
    baker = get_context("spawn").Process(target=bake, args=(oven,))
    baker.start()
    baker.join()


if __name__ == "__main__":
    main()
