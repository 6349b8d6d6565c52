"""A pool fetches several pages at once, and map gives the results in
the order of the input."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

PAGES = ["news", "weather", "sports", "music"]
WORKERS = 4


def fetch(page: str) -> str:
    sleep(0.1)  # stands for the wait for a server
    return f"<h1>{page}</h1>"


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        texts = list(pool.map(fetch, PAGES))
    for page, text in zip(PAGES, texts, strict=True):
        print(f"{page}: {text}")


if __name__ == "__main__":
    main()
