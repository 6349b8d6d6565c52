"""map takes one list for each argument, and submit takes a call with
all that belongs to it."""

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

IMAGES = [("cat", 640), ("dog", 320), ("fox", 160)]


def shrink(name: str, width: int, ending: str = "png") -> str:
    return f"{name}-{width}.{ending}"


def main() -> None:
    names = [name for name, _ in IMAGES]
    widths = [width for _, width in IMAGES]
    with ThreadPoolExecutor() as pool:
        print(*pool.map(shrink, names, widths))
        print(*pool.map(shrink, names, repeat(100)))
        calls = [
            pool.submit(shrink, *image, ending="gif")
            for image in IMAGES
        ]
        print(*[call.result() for call in calls])


if __name__ == "__main__":
    main()
