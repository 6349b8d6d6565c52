"""Four kinds of queue take the same patients and call them in three
orders."""

from queue import LifoQueue, PriorityQueue, Queue, SimpleQueue

Patients = Queue[tuple[int, str]] | SimpleQueue[tuple[int, str]]


def called(queue: Patients) -> list[str]:
    for patient in ((2, "cough"), (1, "burn"), (3, "form")):
        queue.put(patient)
    return [queue.get()[1] for _ in range(3)]


def main() -> None:
    print("Queue:", called(Queue()))
    print("SimpleQueue:", called(SimpleQueue()))
    print("LifoQueue:", called(LifoQueue()))
    print("PriorityQueue:", called(PriorityQueue()))


if __name__ == "__main__":
    main()
