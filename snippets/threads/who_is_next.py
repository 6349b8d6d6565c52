"""Four kinds of queue take the same jobs and give them out in three
orders; a running number settles what is equally urgent."""

from itertools import count
from queue import LifoQueue, PriorityQueue, Queue, SimpleQueue

Job = tuple[int, int, dict[str, str]]
Jobs = Queue[Job] | SimpleQueue[Job]
JOBS = [(2, "report"), (1, "backup"), (3, "mail"), (1, "alarm")]


def given_out(queue: Jobs) -> list[str]:
    number = count()
    for urgency, name in JOBS:
        queue.put((urgency, next(number), {"name": name}))
    return [queue.get_nowait()[2]["name"] for _ in JOBS]


def main() -> None:
    print("Queue:", given_out(Queue()))
    print("SimpleQueue:", given_out(SimpleQueue()))
    print("LifoQueue:", given_out(LifoQueue()))
    print("PriorityQueue:", given_out(PriorityQueue()))


if __name__ == "__main__":
    main()
