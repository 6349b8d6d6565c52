# /// script
# [tool.sample]
# expect = "error"
# error = "BufferError: cannot close exported pointers exist"
# ///
"""A block whose memory somebody still looks at cannot be closed."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    block = SharedMemory(create=True, size=16)
    assert block.buf is not None
    prices = block.buf.cast("d")
    try:
        prices[0] = 2.5
        print("the first price:", prices[0])
        block.close()
    finally:
        prices.release()
        block.unlink()


if __name__ == "__main__":
    main()
