# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""In the interpreter that you started, threads can use any
extension."""

from concurrent.futures import ThreadPoolExecutor


def draw(cake: str) -> str:
    import curses  # a module of Python's own, written in C

    return f"{cake} drawn by {curses.__name__}"


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        order = pool.submit(draw, "plum cake")
    print(order.result())


if __name__ == "__main__":
    main()
