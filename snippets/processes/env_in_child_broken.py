# /// script
# [tool.sample]
# start-methods = ["forkserver"]
# systems = ["linux", "macos"]
# ///
"""A child of a fork server lacks what was put into the environment
after the server started."""

import os
from multiprocessing import get_context


def tell_city() -> None:
    print("the child is in", os.environ.get("CITY", "no city"))


def main() -> None:
    server = get_context("forkserver")
    first = server.Process()
    first.start()
    first.join()
    os.environ["CITY"] = "Oslo"
    child = server.Process(target=tell_city)
    child.start()
    child.join()


if __name__ == "__main__":
    main()
