# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""A block that nobody unlinks is removed at the end, with a warning."""

import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory


def publish() -> None:
    block = SharedMemory(create=True, size=5)
    block.close()


def main() -> None:
    if "publish" in sys.argv:
        return publish()
    command = [sys.executable, __file__, "publish"]
    run = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    for line in run.stderr.splitlines():
        if "leaked" in line:
            warning = line.partition("UserWarning: ")[2]
            print(warning.partition(": {")[0])
    print("exit status:", run.returncode)


if __name__ == "__main__":
    main()
