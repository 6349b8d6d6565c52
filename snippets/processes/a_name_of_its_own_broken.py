# /// script
# [tool.sample]
# expect = "error"
# error = "FileExistsError"
# systems = ["linux", "macos"]
# ///
"""A block of shared memory is made under a name that is taken."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    first = SharedMemory(create=True, size=8)
    try:
        SharedMemory(first.name, create=True, size=8)
    finally:
        first.close()
        first.unlink()


if __name__ == "__main__":
    main()
