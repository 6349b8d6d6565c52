# /// script
# [tool.sample]
# arranged = "the limit is over when you ask, and one egg is done"
# use = "executors/deadline_in_task"
# ///
"""The clock of map runs from its call, so an egg that is late is not
waited for any more."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

second_begun = Event()
water_boils = Event()


def boil(egg: str) -> str:
    if egg == "white":
        second_begun.set()  # arranged
        water_boils.wait(10)  # arranged
    return f"{egg} egg boiled"


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as cook:
        eggs = cook.map(boil, ["brown", "white"], timeout=0.1)
        second_begun.wait(10)  # arranged
        sleep(0.2)  # arranged
        print(next(eggs))
        try:
            print(next(eggs))
        except TimeoutError:
            print("too late for the white egg")
        water_boils.set()  # arranged


if __name__ == "__main__":
    main()
