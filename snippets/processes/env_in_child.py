# /// script
# [tool.sample]
# start-methods = ["forkserver"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child of a fork server has what was put into the environment
before the server started."""

import os
import sys
from multiprocessing import get_context


def tell_city() -> None:
    print("the child is in", os.environ.get("CITY", "no city"))


def main() -> None:
    os.environ["CITY"] = "Oslo"
    server = get_context("forkserver")
    first = server.Process()
    first.start()
    first.join()
    child = server.Process(target=tell_city)
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
