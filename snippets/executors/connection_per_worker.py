"""Each worker sets itself up once, at its first task, and an error in
that reaches the task's future."""

from concurrent.futures import ThreadPoolExecutor
from threading import local

PAGES = ["news", "weather", "sports", "music"]
WORKERS = 2
own = local()
opened: list[str] = []


class Connection:
    def __init__(self, server: str) -> None:
        opened.append(server)

    def get(self, page: str) -> str:
        return f"<h1>{page}</h1>"


def connection() -> Connection:
    if not hasattr(own, "connection"):
        own.connection = Connection("example.org")
    kept: Connection = own.connection
    return kept


def fetch(page: str) -> str:
    return connection().get(page)


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        print("pages:", len(list(pool.map(fetch, PAGES))))
    print("one connection a worker:", len(opened) <= WORKERS)


if __name__ == "__main__":
    main()
