"""With map, results come in input order, whoever finishes first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

biscuits_done = Event()
finished: list[str] = []


def bake(dish: str) -> str:
    if dish == "bread":
        biscuits_done.wait()
    finished.append(dish)
    if dish == "biscuits":
        biscuits_done.set()
    return dish.upper()


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as kitchen:
        served = list(kitchen.map(bake, ["bread", "biscuits"]))
    print("finished:", *finished)
    print("served:  ", *served)


if __name__ == "__main__":
    main()
