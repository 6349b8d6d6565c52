"""Two processes write into one block of memory that they know by name,
and nothing is copied."""

from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


def fill(name: str, first: int, last: int) -> None:
    block = SharedMemory(name)
    assert block.buf is not None
    for index in range(first, last):
        block.buf[index] = index
    block.close()


def main() -> None:
    block = SharedMemory(create=True, size=200)
    halves = [(block.name, 0, 100), (block.name, 100, 200)]
    fillers = [Process(target=fill, args=half) for half in halves]
    for filler in fillers:
        filler.start()
    for filler in fillers:
        filler.join()
    assert block.buf is not None
    whole = bytes(block.buf[:200]) == bytes(range(200))
    print("both halves have arrived:", whole)
    block.close()
    block.unlink()


if __name__ == "__main__":
    main()
