# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: dictionary changed size during iteration"
# ///
"""A dict that another thread grows ends the loop over it."""

from threading import Thread


def main() -> None:
    stock = {"apples": 3, "pears": 5}

    def deliver() -> None:
        stock["plums"] = 8

    for item in stock:
        delivery = Thread(target=deliver)
        delivery.start()
        delivery.join()
        print("counted:", item)


if __name__ == "__main__":
    main()
