# /// script
# requires-python = ">=3.13"
# ///
"""A program that does not track the block leaves it to its owner when
it ends."""

import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory


def read(name: str) -> None:
    block = SharedMemory(name, track=False)
    print("the reader has opened the block")
    block.close()


def main() -> None:
    if sys.argv[1:]:
        return read(sys.argv[1])
    block = SharedMemory(create=True, size=5)
    command = [sys.executable, __file__, block.name]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=60
        )
        print(run.stdout + run.stderr, end="")
    finally:
        block.close()
        try:
            block.unlink()
            print("the block was there until the end")
        except FileNotFoundError:
            print("the block was gone before the end")
    if run.returncode != 0:
        sys.exit(f"the reader ended with {run.returncode}")


if __name__ == "__main__":
    main()
