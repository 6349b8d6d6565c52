# /// script
# [tool.sample]
# expect = "error"
# error = "FileNotFoundError"
# systems = ["linux", "macos"]
# ///
"""A block of shared memory is opened after it was unlinked."""

from multiprocessing.shared_memory import SharedMemory


def main() -> None:
    first = SharedMemory(create=True, size=8)
    first.close()
    first.unlink()
    SharedMemory(first.name)


if __name__ == "__main__":
    main()
