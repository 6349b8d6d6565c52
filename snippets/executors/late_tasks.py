"""One pool for all late tasks keeps its size: what has not begun is
cancelled, and one cook is at work."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, active_count

water_boils = Event()


def main() -> None:
    threads_before = active_count()
    cook = ThreadPoolExecutor(max_workers=1)
    for egg in ("brown", "white", "speckled"):
        late = cook.submit(water_boils.wait)
        try:
            late.result(timeout=0.1)
        except TimeoutError:
            print(f"too late for the {egg} egg")
            late.cancel()
    print("cooks at work:", active_count() - threads_before)
    water_boils.set()


if __name__ == "__main__":
    main()
