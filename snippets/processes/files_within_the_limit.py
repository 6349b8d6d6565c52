# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""Each pipe is closed before the next one is made."""

import resource
from multiprocessing import Pipe

FILES = 64


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, most))
    for _ in range(FILES):
        near, far = Pipe()
        near.close()
        far.close()
    print("made:", FILES, "pipes")


if __name__ == "__main__":
    main()
