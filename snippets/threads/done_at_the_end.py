# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# ///
"""Who joins a queue sees every result, since the worker says that a
task is done after it has kept the result."""

from queue import Queue
from threading import Thread


def work(tasks: Queue[int], results: list[int]) -> None:
    number = tasks.get(timeout=10)
    try:
        results.append(number * number)
    finally:
        tasks.task_done()


def main() -> None:
    tasks: Queue[int] = Queue()
    results: list[int] = []
    thread = Thread(target=work, args=(tasks, results))
    thread.start()
    tasks.put(12)
    tasks.join()
    print("results after join:", len(results))
    thread.join()


if __name__ == "__main__":
    main()
