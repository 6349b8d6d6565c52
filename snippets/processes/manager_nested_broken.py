"""An item appended to a plain list inside a manager's dict is lost."""

from multiprocessing import Manager, Process
from multiprocessing.managers import DictProxy


def shop(baskets: "DictProxy[str, list[str]]") -> None:
    baskets["Ada"].append("bread")


def main() -> None:
    with Manager() as manager:
        baskets: DictProxy[str, list[str]]
        baskets = manager.dict({"Ada": []})
        child = Process(target=shop, args=(baskets,))
        child.start()
        child.join()
        print("Ada has", list(baskets["Ada"]))


if __name__ == "__main__":
    main()
