"""Two processes write into one block of memory that they know by name,
and nothing is copied."""

import signal
import sys
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory

SIZE = 200


def fill(name: str, first: int, last: int) -> None:
    block = SharedMemory(name)
    assert block.buf is not None
    try:
        for index in range(first, last):
            block.buf[index] = index
    finally:
        block.close()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    block = SharedMemory(create=True, size=SIZE)
    try:
        halves = (0, SIZE // 2), (SIZE // 2, SIZE)
        fillers = [
            Process(target=fill, args=(block.name, *half))
            for half in halves
        ]
        for filler in fillers:
            filler.start()
        for filler in fillers:
            filler.join()
        assert block.buf is not None
        whole = bytes(block.buf[:SIZE]) == bytes(range(SIZE))
        print("both halves have arrived:", whole)
    finally:
        block.close()
        block.unlink()
    sys.exit(not whole)


if __name__ == "__main__":
    main()
