# /// script
# [tool.sample]
# arranged = "the attic is under way when the error is seen"
# use = "executors/stop_at_first_error"
# ///
"""The first error ends map, and what has not begun is cancelled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

attic_begun = Event()
error_seen = Event()
painted: list[str] = []
lost: list[BaseException] = []


def paint(room: str) -> None:
    if room == "hall":
        raise RuntimeError("no paint for the hall")
    try:
        if room == "attic":
            attic_begun.set()  # arranged
            error_seen.wait(10)  # arranged
        painted.append(room)
    except BaseException as error:
        lost.append(error)  # map tells of one error only


def main() -> None:
    rooms = ["kitchen", "hall", "attic", "cellar", "porch"]
    with ThreadPoolExecutor(max_workers=1) as painter:
        results = painter.map(paint, rooms)
        attic_begun.wait(10)  # arranged
        try:
            list(results)
        except RuntimeError as error:
            print("error:", error)
        error_seen.set()  # arranged
    print("painted:", *painted)
    if lost:
        raise lost[0]


if __name__ == "__main__":
    main()
