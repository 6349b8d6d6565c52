"""Eight threads fetch pages."""

from concurrent.futures import ThreadPoolExecutor

PAGES = ["news", "weather", "sport"]


def fetch(page: str) -> str:
    # your request goes here
    return f"{page} is here"


def main() -> None:
    with ThreadPoolExecutor(8) as pool:
        for answer in pool.map(fetch, PAGES):
            print(answer)


if __name__ == "__main__":
    main()
