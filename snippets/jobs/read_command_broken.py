# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A command that prints more than a pipe holds waits to be read, and
nobody reads before it has ended."""

import sys
from subprocess import PIPE, Popen

ORDERS = "for n in range(50_000): print('order', n)"
COMMAND = [sys.executable, "-c", ORDERS]


def main() -> None:
    with Popen(COMMAND, stdout=PIPE, text=True) as command:
        assert command.stdout is not None
        print("wait for the orders", flush=True)
        command.wait()
        out = command.stdout.read()
    print("lines:", len(out.splitlines()))


if __name__ == "__main__":
    main()
