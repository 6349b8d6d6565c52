# /// script
# [tool.sample]
# start-methods = ["spawn"]
# systems = ["linux", "macos"]
# ///
"""A child cannot read a program again that was piped into Python."""

import re
import subprocess
import sys

TEXT = """
from multiprocessing import get_context

def report() -> None:
    print("the work is done")

if __name__ == "__main__":
    child = get_context("spawn").Process(target=report)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode)
"""


def main() -> None:
    run = subprocess.run(
        [sys.executable, "-"],
        input=TEXT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    for line in run.stderr.splitlines():
        if line.startswith("FileNotFoundError"):
            # The folder is another one in each run.
            print(re.sub("'.*/", "'", line))
    print(run.stdout, end="")


if __name__ == "__main__":
    main()
