"""A loop over a copy of the keys goes on while another thread adds
one."""

from threading import Thread


def main() -> None:
    stock = {"apples": 3, "pears": 5}

    def deliver() -> None:
        stock["plums"] = 8

    for item in list(stock):
        delivery = Thread(target=deliver)
        delivery.start()
        delivery.join()
        print("counted:", item)


if __name__ == "__main__":
    main()
