"""An item appended to a list of the manager inside its dict stays."""

from multiprocessing import Manager, Process
from multiprocessing.managers import DictProxy, ListProxy


def shop(baskets: "DictProxy[str, ListProxy[str]]") -> None:
    baskets["Ada"].append("bread")


def main() -> None:
    with Manager() as manager:
        baskets: DictProxy[str, ListProxy[str]]
        baskets = manager.dict({"Ada": manager.list()})
        child = Process(target=shop, args=(baskets,))
        child.start()
        child.join()
        print("Ada has", list(baskets["Ada"]))


if __name__ == "__main__":
    main()
