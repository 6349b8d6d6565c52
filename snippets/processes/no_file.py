# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child can read a program again that stands in a file."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

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
    with TemporaryDirectory() as folder:
        program = Path(folder, "report.py")
        program.write_text(TEXT)
        run = subprocess.run(
            [sys.executable, program],
            capture_output=True,
            text=True,
            timeout=60,
        )
    if run.returncode != 0:
        sys.exit(run.stderr)
    print(run.stdout, end="")


if __name__ == "__main__":
    main()
