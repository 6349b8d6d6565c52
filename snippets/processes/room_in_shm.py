# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""A block of shared memory is filled with room as it is made, so that
too little room is an error here and no bus error later."""

import os
from multiprocessing.shared_memory import SharedMemory


def block_with_room(size: int) -> SharedMemory:
    block = SharedMemory(create=True, size=size)
    try:
        file = os.open(f"/dev/shm/{block.name}", os.O_RDWR)
        try:
            os.posix_fallocate(file, 0, size)
        finally:
            os.close(file)
    except BaseException:
        block.close()
        block.unlink()
        raise
    return block


def main() -> None:
    block = block_with_room(8_000)
    try:
        assert block.buf
        block.buf[:5] = b"bread"
        print("written:", bytes(block.buf[:5]).decode())
    finally:
        block.close()
        block.unlink()
    try:
        block_with_room(1 << 40)
    except OSError as error:
        print("too big:", type(error).__name__)


if __name__ == "__main__":
    main()
