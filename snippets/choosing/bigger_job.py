"""A bigger job has a smaller serial share if only the shared part
grows, so more workers can win more."""


def limit(alone: float, shared: float) -> float:
    return (alone + shared) / alone


def speed_up(alone: float, shared: float, workers: int) -> float:
    return (alone + shared) / (alone + shared / workers)


def main() -> None:
    album = 10  # opened by one worker, however many photos follow
    for photos in (10, 90, 990):
        won = speed_up(album, photos, workers=8)
        best = limit(album, photos)
        print(f"{photos} photos: {won:.1f} with 8, at best {best:.0f}")


if __name__ == "__main__":
    main()
