# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""Children that have ended stay in the system's table, as zombies,
since their parent does not collect their exit codes."""

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
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    print("ended:", len(children))
    print("in the table:", sum(in_table(one.pid) for one in children))


if __name__ == "__main__":
    main()
