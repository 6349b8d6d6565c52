# /// script
# [tool.sample.variants.no_gil]
# gil = false
# [tool.sample.variants.older]
# python = "<3.13"
# ///
"""An option turns the GIL on in a free-threaded Python, and no option
turns it off in another one."""

from subprocess import run
from sys import executable

QUESTION = (
    "import sys; ask = getattr(sys, '_is_gil_enabled', lambda: True);"
    "print('GIL on:', ask())"
)


def answer(*options: str) -> str:
    child = run(
        [executable, *options, "-c", QUESTION],
        capture_output=True,
        text=True,
        timeout=60,
    )
    error = child.stderr.partition("\n")[0].rpartition(": ")[2]
    return child.stdout.strip() or error


def main() -> None:
    print("no option.", answer())
    print("-X gil=1.", answer("-X", "gil=1"))
    print("-X gil=0.", answer("-X", "gil=0"))


if __name__ == "__main__":
    main()
