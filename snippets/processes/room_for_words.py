"""The first text makes the room that later ones need."""

from multiprocessing.shared_memory import ShareableList

ROOM = " " * 24  # bytes of UTF-8 that the longest text may take


def main() -> None:
    words = ShareableList([ROOM, "jam"])
    try:
        words[0] = "coffee"
        words[0] = "peppermint"
        print("order:", words[0])
    finally:
        words.shm.close()
        words.shm.unlink()


if __name__ == "__main__":
    main()
