"""A future brings back what a call in a thread returns, and so does
a list that the thread appends to."""

from concurrent.futures import ThreadPoolExecutor
from threading import Thread


def count_words(text: str) -> int:
    return len(text.split())


def count_into(counts: list[int], text: str) -> None:
    counts.append(count_words(text))


def main() -> None:
    note = "bread milk apples"
    with ThreadPoolExecutor() as pool:
        future = pool.submit(count_words, note)
    print("from the future:", future.result())

    counts: list[int] = []
    thread = Thread(target=count_into, args=(counts, note))
    thread.start()
    thread.join()
    print("from the list:", counts[0])


if __name__ == "__main__":
    main()
