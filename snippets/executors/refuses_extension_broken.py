# /// script
# requires-python = ">=3.14"
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""An extension that was not made for several interpreters refuses to be
imported in one."""

from concurrent.futures import InterpreterPoolExecutor


def draw(cake: str) -> str:
    import curses  # a module of Python's own, written in C

    return f"{cake} drawn by {curses.__name__}"


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        order = pool.submit(draw, "plum cake")
    print(order.exception() or order.result())


if __name__ == "__main__":
    main()
