"""A list at the top of the file stays empty, since each process fills a
copy of its own."""

from multiprocessing import Process

PAGES = ["red fish", "one fish two fish", "blue fish"]

results: list[int] = []


def count_words(page: str) -> None:
    results.append(len(page.split()))


def main() -> None:
    children = [Process(target=count_words, args=(p,)) for p in PAGES]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print("results:", results)


if __name__ == "__main__":
    main()
