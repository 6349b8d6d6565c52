"""As many bytes are written as the slice is long."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    block = SharedMemory(create=True, size=8)
    try:
        assert block.buf
        block.buf[:5] = b"bread"
        print("written:", bytes(block.buf[:5]).decode())
    finally:
        block.close()
        block.unlink()


if __name__ == "__main__":
    main()
