"""A `ShareableList` refuses a text that is longer than its place."""

from multiprocessing.shared_memory import ShareableList


def main() -> None:
    words = ShareableList(["tea", "jam"])
    try:
        words[0] = "coffee"
        words[0] = "peppermint"
        print("order:", words[0])
    except ValueError as problem:
        print(f"{type(problem).__name__}: {problem}")
    finally:
        words.shm.close()
        words.shm.unlink()


if __name__ == "__main__":
    main()
