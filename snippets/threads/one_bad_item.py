"""A worker that catches what one order can raise, and counts each order
down in finally, gets to the last one."""

from queue import Queue
from threading import Thread

PRICES = {"plum": 3, "pear": 4}


def sell(orders: Queue[str], paid: list[int]) -> None:
    while True:
        fruit = orders.get()
        try:
            paid.append(PRICES[fruit])
        except KeyError:
            print("not sold here:", fruit)
        finally:
            orders.task_done()


def main() -> None:
    orders: Queue[str] = Queue()
    paid: list[int] = []
    for fruit in ("plum", "kiwi", "pear"):
        orders.put(fruit)
    print("waiting for three orders")
    Thread(target=sell, args=(orders, paid), daemon=True).start()
    orders.join()
    print("paid:", paid)


if __name__ == "__main__":
    main()
