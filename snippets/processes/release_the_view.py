"""A view into a block is released before the block is closed."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    block = SharedMemory(create=True, size=16)
    assert block.buf is not None
    prices = block.buf.cast("d")
    try:
        prices[0] = 2.5
        print("the first price:", prices[0])
    finally:
        prices.release()
        block.close()
        block.unlink()


if __name__ == "__main__":
    main()
