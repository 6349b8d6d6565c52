"""Who joins a queue may see no result, since the worker says that a
task is done before it has kept the result."""

from queue import Queue
from threading import Event, Thread

counted = Event()


def work(tasks: Queue[int], results: list[int]) -> None:
    number = tasks.get(timeout=10)
    tasks.task_done()
    counted.wait(timeout=10)  # arranged
    results.append(number * number)


def main() -> None:
    tasks: Queue[int] = Queue()
    results: list[int] = []
    thread = Thread(target=work, args=(tasks, results))
    thread.start()
    tasks.put(12)
    tasks.join()
    print("results after join:", len(results))
    counted.set()  # arranged
    thread.join()


if __name__ == "__main__":
    main()
