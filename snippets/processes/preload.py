# /// script
# [tool.sample]
# start-methods = ["forkserver"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""What a fork server has imported, its children need not import."""

import sys
from multiprocessing import get_context


def look() -> None:
    for name in "decimal", "fractions":
        print(f"{name} is there:", name in sys.modules)


def main() -> None:
    server = get_context("forkserver")
    server.set_forkserver_preload(["__main__", "decimal"])
    child = server.Process(target=look)
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
