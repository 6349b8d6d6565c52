# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError"
# ///
"""Fewer bytes are written into a slice than it is long."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    block = SharedMemory(create=True, size=8)
    try:
        assert block.buf
        block.buf[:8] = b"bread"
    finally:
        block.close()
        block.unlink()


if __name__ == "__main__":
    main()
