"""The second one opens the block that is there."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    first = SharedMemory(create=True, size=8)
    try:
        second = SharedMemory(first.name)
        print("the same block:", second.name == first.name)
        second.close()
    finally:
        first.close()
        first.unlink()


if __name__ == "__main__":
    main()
