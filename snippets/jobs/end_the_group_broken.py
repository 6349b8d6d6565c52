# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""The time limit of a command kills its shell, and what the shell has
started goes on."""

import os
import signal
import subprocess

COMMAND = "sleep 300 & echo $!; wait"
LIMIT = 0.5


def main() -> None:
    shell = subprocess.Popen(
        COMMAND, shell=True, stdout=subprocess.PIPE, text=True
    )
    assert shell.stdout
    sleeper = int(shell.stdout.readline())
    try:
        shell.wait(LIMIT)
    except subprocess.TimeoutExpired:
        shell.kill()
    print("the shell:", signal.Signals(-shell.wait()).name)
    os.kill(sleeper, signal.SIGTERM)
    print("its child: was still there")


if __name__ == "__main__":
    main()
