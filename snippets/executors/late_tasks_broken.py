"""A new pool for each late task leaves its thread behind: three late
eggs keep three cooks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, active_count

water_boils = Event()


def boil(egg: str) -> None:
    if not water_boils.wait(10):
        raise TimeoutError("the water did not boil")


def main() -> None:
    threads_before = active_count()
    for egg in ("brown", "white", "speckled"):
        cook = ThreadPoolExecutor(max_workers=1)
        late = cook.submit(boil, egg)
        try:
            late.result(timeout=0.1)
        except TimeoutError:
            print(f"too late for the {egg} egg")
            cook.shutdown(wait=False)
    print("cooks at work:", active_count() - threads_before)
    water_boils.set()


if __name__ == "__main__":
    main()
