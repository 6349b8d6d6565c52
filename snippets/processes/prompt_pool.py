# /// script
# [tool.sample.spared]
# grow = "it has no items"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A worker imports a function from its file, whoever typed the call at
a prompt."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FILE = """
def double(price: int) -> int:
    return price * 2
"""
TYPED = """
from concurrent.futures import ProcessPoolExecutor
from prices import double

with ProcessPoolExecutor(1) as pool:
    task = pool.submit(double, 21)

print(task.result())
"""


def main() -> None:
    prompt = [sys.executable, "-q", "-i"]
    with TemporaryDirectory() as folder:
        Path(folder, "prices.py").write_text(FILE)
        run = subprocess.run(
            prompt,
            input=TYPED,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=folder,
        )
    if not run.stdout:
        sys.exit(run.stderr)
    print(run.stdout.strip())


if __name__ == "__main__":
    main()
