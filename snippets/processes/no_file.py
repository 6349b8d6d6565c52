# /// script
# [tool.sample]
# start-methods = ["spawn"]
# systems = ["linux", "macos"]
# ///
"""A child can read a program again that stands in a file."""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

TEXT = """
from multiprocessing import get_context

def bake() -> None:
    print("the bread is ready")

if __name__ == "__main__":
    child = get_context("spawn").Process(target=bake)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode)
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        program = Path(folder, "bakery.py")
        program.write_text(TEXT)
        run = subprocess.run(
            [sys.executable, program], capture_output=True, text=True
        )
    for line in run.stderr.splitlines():
        if line.startswith("FileNotFoundError"):
            # The folder is another one in each run.
            print(re.sub("'.*/", "'", line))
    print(run.stdout, end="")


if __name__ == "__main__":
    main()
