# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# idle = "who is killed cannot remove its server's folder"
# ///
"""The manager's block ends when the process that uses it has ended."""

import signal
import sys
from multiprocessing import get_context
from multiprocessing.managers import DictProxy


def note(prices: "DictProxy[str, int]") -> None:
    prices["tea"] = 3


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    fork = get_context("fork")
    with fork.Manager() as manager:
        prices: DictProxy[str, int] = manager.dict()
        child = fork.Process(target=note, args=(prices,))
        child.start()
        child.join()
        print("exit code:", child.exitcode)
        print("noted:", dict(prices))
        sys.exit(child.exitcode)


if __name__ == "__main__":
    main()
