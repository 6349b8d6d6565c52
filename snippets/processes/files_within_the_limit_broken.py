# /// script
# [tool.sample]
# expect = "error"
# error = "OSError: [Errno 24] Too many open files"
# systems = ["linux"]
# ///
"""Pipes that nobody closes use up the files that a process may open."""

import resource
from multiprocessing import Pipe

FILES = 64


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, most))
    kept = []
    for _ in range(FILES):
        near, far = Pipe()
        kept.append((near, far))
    print("made:", FILES, "pipes")


if __name__ == "__main__":
    main()
