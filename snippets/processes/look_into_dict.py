"""`__getattr__` refuses the names that pickle asks for, so the object
arrives whole."""

import pickle


class Shelf:
    def __init__(self, goods: list[str]) -> None:
        self.goods = goods

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") or "goods" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.goods, name)


def main() -> None:
    sent = pickle.dumps(Shelf(["tea", "jam"]))
    print("got", pickle.loads(sent).count("tea"), "tea")


if __name__ == "__main__":
    main()
