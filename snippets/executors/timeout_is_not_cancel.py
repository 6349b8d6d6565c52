# /// script
# [tool.sample]
# arranged = "the egg boils until you have given up"
# use = "executors/deadline_in_task"
# ///
"""A timeout ends the waiting; the task runs on to its end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

in_the_pot = Event()
water_boils = Event()


def boil(egg: str) -> str:
    in_the_pot.set()  # arranged
    if not water_boils.wait(10):  # arranged
        raise TimeoutError("the water did not boil")
    return f"{egg} egg boiled"


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as cook:
        egg = cook.submit(boil, "brown")
        in_the_pot.wait(10)  # arranged
        try:
            egg.result(timeout=0.1)
        except TimeoutError:
            print("waited long enough")
        print("cancelled:", egg.cancel())
        water_boils.set()  # arranged
    print(egg.result())


if __name__ == "__main__":
    main()
