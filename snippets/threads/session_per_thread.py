"""Each thread of a pool opens a session of its own once, and keeps it
for all the calls that it makes."""

from concurrent.futures import ThreadPoolExecutor
from threading import local

PAGES = ["/news", "/weather", "/sports", "/trains"]
WORKERS = 2


class Session:
    def __init__(self) -> None:
        self.headers = {"Accept": "text/html"}

    def get(self, page: str) -> str:
        return f"{page}: 200"


own = local()


def session() -> Session:
    if not hasattr(own, "session"):
        own.session = Session()
    found: Session = own.session
    return found


def fetch(page: str) -> str:
    return session().get(page)


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        for answer in pool.map(fetch, PAGES):
            print(answer)
    print("main has a session:", hasattr(own, "session"))


if __name__ == "__main__":
    main()
