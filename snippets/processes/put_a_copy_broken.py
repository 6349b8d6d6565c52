"""A batch that is cleared after `submit` may be sent empty."""

from concurrent.futures import ProcessPoolExecutor
from threading import Event

PAGES = ["page 1", "page 2", "page 3", "page 4"]
SIZE = 2

submitted = Event()


class Big:
    def __getstate__(self) -> object:
        submitted.wait(timeout=10)  # stands for much to pickle
        return self.__dict__


def main() -> None:
    batch: list[str] = []
    tasks = []
    with ProcessPoolExecutor(max_workers=1) as pool:
        pool.submit(id, Big())
        for page in PAGES:
            batch.append(page)
            if len(batch) == SIZE:
                tasks.append(pool.submit(len, batch))
                batch.clear()
        submitted.set()
    print("pages in each batch:", [task.result() for task in tasks])


if __name__ == "__main__":
    main()
