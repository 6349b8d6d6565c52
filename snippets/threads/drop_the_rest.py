# /// script
# requires-python = ">=3.13"
# [tool.sample]
# arranged = "the first page is in the worker's hands at the shutdown"
# use = "threads/close_the_queue"
# ///
"""An immediate shutdown empties the queue: the page in hand is printed,
and those in the queue are gone."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from queue import Queue, ShutDown
from threading import Event


class Printer:
    def __init__(self) -> None:
        self.todo, self.done = Queue[str](), list[str]()
        self.in_hand, self.go_on = Event(), Event()

    def work(self) -> None:
        with suppress(ShutDown):
            while True:
                page = self.todo.get(timeout=10)
                self.in_hand.set()  # arranged
                if not self.go_on.wait(10):  # arranged
                    raise TimeoutError("nobody went on")
                self.done.append(page)
        print("the worker has heard of it")


def main() -> None:
    printer = Printer()
    with ThreadPoolExecutor() as pool, ExitStack() as at_end:
        at_end.callback(printer.go_on.set)  # arranged
        at_end.callback(printer.todo.shutdown, immediate=True)
        worker = pool.submit(printer.work)
        for page in ("one", "two", "three"):
            printer.todo.put(page)
        if not printer.in_hand.wait(10):  # arranged
            problem = worker.exception(timeout=10)
            raise TimeoutError("nobody took a page") from problem
    worker.result()
    print("printed:", printer.done)


if __name__ == "__main__":
    main()
