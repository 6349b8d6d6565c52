"""A block that its creator unlinks is gone at the end, without a
warning."""

import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory


def publish() -> None:
    block = SharedMemory(create=True, size=5)
    block.close()
    block.unlink()


def main() -> None:
    if "publish" in sys.argv:
        return publish()
    command = [sys.executable, __file__, "publish"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with run:
        _, errors = run.communicate()
    for line in errors.splitlines():
        if "leaked" in line:
            warning = line.partition("UserWarning: ")[2]
            print(warning.partition(": {")[0])
    print("exit status:", run.returncode)
    if run.returncode != 0:
        sys.exit(errors)


if __name__ == "__main__":
    main()
