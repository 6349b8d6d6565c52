# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""The parent waits for each child that it has started, and with its
exit code the system's entry is gone."""

import os
import sys
from subprocess import Popen


def in_table(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    children = [Popen([sys.executable, "-c", ""]) for _ in range(3)]
    for child in children:
        child.wait(60)
    print("ended:", len(children))
    print("in the table:", sum(in_table(one.pid) for one in children))
    sys.exit(any(child.returncode for child in children))


if __name__ == "__main__":
    main()
