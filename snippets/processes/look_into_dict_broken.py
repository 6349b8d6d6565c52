"""`__getattr__` asks for what it needs itself, when the object is made
again from its pickle."""

import pickle


class Shelf:
    def __init__(self, goods: list[str]) -> None:
        self.goods = goods

    def __getattr__(self, name: str) -> object:
        return getattr(self.goods, name)


def main() -> None:
    sent = pickle.dumps(Shelf(["tea", "jam"]))
    try:
        print("got", pickle.loads(sent).count("tea"), "tea")
    except RecursionError as problem:
        print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
