"""The block is opened before it is unlinked."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    first = SharedMemory(create=True, size=8)
    try:
        second = SharedMemory(first.name)
        print("one block:", second.name == first.name)
        second.close()
    finally:
        first.close()
        first.unlink()


if __name__ == "__main__":
    main()
