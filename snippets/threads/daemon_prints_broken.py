# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""A daemon thread that is in the middle of a line when its program ends
takes the program down with it."""

from subprocess import run
from sys import executable

PROGRAM = """
import atexit, os, sys, threading

def chatter():
    end.wait()
    print("x" * 1_000_000)

there, here = os.pipe()
sys.stdout = open(here, "w")
end = threading.Event()
threading.Thread(target=chatter, daemon=True).start()
atexit.register(os.read, there, 1)  # the line has begun
atexit.register(end.set)
"""


def main() -> None:
    tool = run(
        [executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=60,
    )
    print(tool.stderr.partition("\n")[0])
    print("ended by signal:", -tool.returncode)


if __name__ == "__main__":
    main()
