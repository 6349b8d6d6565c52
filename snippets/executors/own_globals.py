# /// script
# requires-python = ">=3.14"
# [tool.sample.spared]
# memory = "an interpreter loses it, and the result is None"
# ///
"""Each worker of an interpreter pool has globals of its own, and those
of a thread pool share yours."""

from concurrent.futures import (
    InterpreterPoolExecutor,
    ThreadPoolExecutor,
)

rings = 0


def ring() -> int:
    global rings
    rings += 1
    return rings


def visit(pool: ThreadPoolExecutor) -> None:
    with pool:
        heard = [pool.submit(ring).result() for _ in range(3)]
    print(type(pool).__name__)
    print("  the bell counts:", *heard)
    print("  here it rang:", rings)


def main() -> None:
    visit(InterpreterPoolExecutor(max_workers=1))
    visit(ThreadPoolExecutor(max_workers=1))


if __name__ == "__main__":
    main()
