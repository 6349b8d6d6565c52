# /// script
# [tool.sample]
# start-methods = ["forkserver"]
# systems = ["linux", "macos"]
# ///
"""A child of a fork server has what was put into the environment
before the server started."""

import os
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


if __name__ == "__main__":
    main()
