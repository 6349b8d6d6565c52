# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""The exit status is looked at and told."""

import subprocess


def main() -> None:
    done = subprocess.run(["false"])
    print("exit status:", done.returncode)


if __name__ == "__main__":
    main()
