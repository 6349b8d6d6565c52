# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The parent has the name, and hands it to the worker."""

from concurrent.futures import ProcessPoolExecutor


def bake(name: str) -> str:
    return f"a cake for {name}"


def main() -> None:
    name = "Ada"  # in a program of yours: input()
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(bake, name).result())


if __name__ == "__main__":
    main()
