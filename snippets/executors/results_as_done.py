"""With as_completed, a result comes while a slower task still runs."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

biscuits_served = Event()


def bake(dish: str) -> str:
    if dish == "bread":
        biscuits_served.wait()
    return dish.upper()


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as kitchen:
        dishes = ["bread", "biscuits"]
        orders = [kitchen.submit(bake, dish) for dish in dishes]
        for order in as_completed(orders):
            bread = "done" if orders[0].done() else "in the oven"
            print(f"{order.result()} served, bread {bread}")
            biscuits_served.set()


if __name__ == "__main__":
    main()
