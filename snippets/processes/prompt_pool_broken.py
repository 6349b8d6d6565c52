# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.variants.older]
# python = "<3.12"
# [tool.sample.variants.middle]
# python = ">=3.12,<3.14"
# ///
"""A worker cannot find a function that was typed at a prompt, because
it stands in no file."""

import subprocess
import sys

TYPED = """
from concurrent.futures import ProcessPoolExecutor

def double(price: int) -> int:
    return price * 2

with ProcessPoolExecutor(1) as pool:
    task = pool.submit(double, 21)

print(task.exception() or task.result())
"""


def main() -> None:
    prompt = [sys.executable, "-q", "-i"]
    run = subprocess.run(
        prompt, input=TYPED, capture_output=True, text=True, timeout=60
    )
    for line in run.stderr.splitlines():
        if line.startswith("AttributeError"):
            print(line)
    print(run.stdout.strip())


if __name__ == "__main__":
    main()
