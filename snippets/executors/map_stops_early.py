"""The first error ends map, and what has not begun is cancelled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

attic_begun = Event()
error_seen = Event()
painted: list[str] = []


def paint(room: str) -> None:
    if room == "hall":
        raise RuntimeError("no paint for the hall")
    if room == "attic":
        attic_begun.set()
        error_seen.wait()
    painted.append(room)


def main() -> None:
    rooms = ["kitchen", "hall", "attic", "cellar", "porch"]
    with ThreadPoolExecutor(max_workers=1) as painter:
        results = painter.map(paint, rooms)
        attic_begun.wait()
        try:
            list(results)
        except RuntimeError as error:
            print("error:", error)
        error_seen.set()
    print("painted:", *painted)


if __name__ == "__main__":
    main()
