# /// script
# [tool.sample]
# expect = "error"
# error = "FileNotFoundError"
# systems = ["linux", "macos"]
# ///
"""A command with its arguments is taken for the name of a program."""

import subprocess


def main() -> None:
    done = subprocess.run("echo bread", capture_output=True, text=True)
    print("it said:", done.stdout.strip())


if __name__ == "__main__":
    main()
