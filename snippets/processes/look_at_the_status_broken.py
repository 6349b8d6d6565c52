# /// script
# [tool.sample]
# expect = "error"
# error = "CalledProcessError"
# systems = ["linux", "macos"]
# [tool.sample.variants.newer]
# python = ">=3.15"
# ///
"""A command fails, and check=True makes an exception of it."""

import subprocess


def main() -> None:
    subprocess.run(["false"], check=True)
    print("done")


if __name__ == "__main__":
    main()
