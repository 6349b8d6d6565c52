"""A child process changes its own copy of a list; the parent's list
stays as it was."""

from multiprocessing import Process


def add_milk(basket: list[str]) -> None:
    basket.append("milk")
    print("child has ", basket)


def main() -> None:
    basket = ["bread"]
    child = Process(target=add_milk, args=(basket,))
    child.start()
    child.join()
    print("parent has", basket)


if __name__ == "__main__":
    main()
