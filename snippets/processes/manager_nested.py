# /// script
# [tool.sample.spared]
# idle = "who is killed cannot remove its server's folder"
# ///
"""An item appended to a list of the manager inside its dict stays."""

import signal
import sys
from multiprocessing import Manager, Process
from multiprocessing.managers import DictProxy, ListProxy


def shop(baskets: "DictProxy[str, ListProxy[str]]") -> None:
    baskets["Ada"].append("bread")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Manager() as manager:
        baskets: DictProxy[str, ListProxy[str]]
        baskets = manager.dict({"Ada": manager.list()})
        child = Process(target=shop, args=(baskets,))
        child.start()
        child.join()
        print("Ada has", list(baskets["Ada"]))
        sys.exit(child.exitcode)


if __name__ == "__main__":
    main()
