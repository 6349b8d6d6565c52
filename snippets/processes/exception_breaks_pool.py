# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""An exception that hands all its arguments to its base class arrives
whole."""

from concurrent.futures import ProcessPoolExecutor


class OutOfStock(Exception):
    def __init__(self, item: str, missing: int) -> None:
        super().__init__(item, missing)


def pack(item: str) -> str:
    raise OutOfStock(item, 2)


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(pack, "honey")
        try:
            future.result()
        except OutOfStock as problem:
            print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
