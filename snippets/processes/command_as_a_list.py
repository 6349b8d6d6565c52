# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# empty = "a command of no words names no program"
# ///
"""The command is a list of the program and its arguments."""

import subprocess


def main() -> None:
    command = ["echo", "bread"]
    done = subprocess.run(command, capture_output=True, text=True)
    print("it said:", done.stdout.strip())


if __name__ == "__main__":
    main()
