# /// script
# [tool.sample]
# arranged = "one of the processes crashes"
# use = "processes/workers_end_well"
# [tool.sample.spared]
# kill = "that a killed process costs its own image is what it shows"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A process that crashes takes no other process along: the others
deliver their results."""

import os
import sys
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

IMAGES = ["cat.png", "damaged.png", "dog.png"]


def convert(image: str, line: Connection) -> None:
    if image == "damaged.png":
        os._exit(70)  # arranged
    line.send(image.replace("png", "jpg"))


def main() -> None:
    crew = []
    for image in IMAGES:
        ours, theirs = Pipe()
        child = Process(target=convert, args=(image, theirs))
        child.start()
        theirs.close()
        crew.append((image, ours, child))
    codes = set()
    for image, ours, child in crew:
        try:
            print(image, "has become", ours.recv())
        except (EOFError, OSError):
            child.join()
            print(image, "is lost, exit code", child.exitcode)
            codes.add(child.exitcode)
    sys.exit(not codes <= {70})


if __name__ == "__main__":
    main()
