# /// script
# requires-python = ">=3.14"
# [tool.sample.spared]
# memory = "an interpreter loses it, and the result is None"
# ///
"""A view of bytes is the same memory in both interpreters, so what one
writes the other reads."""

from concurrent.futures import InterpreterPoolExecutor


def sign(page: memoryview) -> None:
    page[:3] = b"Ada"


def main() -> None:
    page = bytearray(b"--- was here")
    with InterpreterPoolExecutor(max_workers=1) as pool:
        pool.submit(sign, memoryview(page)).result()
    print(page.decode())


if __name__ == "__main__":
    main()
