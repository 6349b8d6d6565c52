# /// script
# [tool.sample]
# arranged = "no egg is done before all are late"
# use = "executors/kill_one_process"
# ///
"""One pool for all late tasks keeps its size: what has not begun is
cancelled, and one cook is at work."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, active_count

water_boils = Event()


def boil(egg: str) -> None:
    if not water_boils.wait(10):  # arranged
        raise TimeoutError("the water did not boil")


def main() -> None:
    threads_before = active_count()
    with ThreadPoolExecutor(max_workers=1) as cook:
        try:
            for egg in ("brown", "white", "speckled"):
                late = cook.submit(boil, egg)
                try:
                    late.result(timeout=0.1)
                except TimeoutError:
                    print(f"too late for the {egg} egg")
                    late.cancel()
            print("cooks at work:", active_count() - threads_before)
        finally:
            water_boils.set()  # arranged


if __name__ == "__main__":
    main()
