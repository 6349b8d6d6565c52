# /// script
# [tool.sample.spared]
# keyboard = "raised in a thread, where Ctrl-C never comes"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Each task carries a whole copy of its argument, however little of it
the task needs."""

from concurrent.futures import ProcessPoolExecutor
from pickle import dumps


class Album:
    packed = 0

    def __init__(self) -> None:
        self.photos = [bytes(100_000) for _ in range(5)]

    def __getstate__(self) -> object:
        Album.packed += 1  # pickle asks for this once a copy
        return self.__dict__


def measure(album: Album, index: int) -> int:
    return len(album.photos[index])


def main() -> None:
    album = Album()
    with ProcessPoolExecutor(max_workers=1) as pool:
        sizes = list(pool.map(measure, [album] * 3, range(3)))
    print(f"whole albums sent for {len(sizes)} tasks:", Album.packed)
    print("kilobytes in an album:", len(dumps(album)) // 1000)
    photo = album.photos[0]
    print("kilobytes in one photo:", len(dumps(photo)) // 1000)


if __name__ == "__main__":
    main()
