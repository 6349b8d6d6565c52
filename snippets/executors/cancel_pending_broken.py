"""A with block runs every queued task before it lets you leave."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

FILMS = ["alps", "beach", "city"]
begun = Event()
may_end = Event()
converted: list[str] = []


def convert(film: str) -> None:
    begun.set()
    if not may_end.wait(10):
        may_end.set()
        raise TimeoutError("nobody let the film end")
    converted.append(film)


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        films = [pool.submit(convert, name) for name in FILMS]
        begun.wait(10)
        try:
            films[0].result(timeout=0.1)
        except TimeoutError:
            print("too late, leaving")
            may_end.set()
    films[0].result()
    print("converted:", *converted)


if __name__ == "__main__":
    main()
