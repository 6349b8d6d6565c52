"""A running number stands behind the urgency, so that what is equally
urgent is given out in the order of its arrival."""

from itertools import count
from queue import PriorityQueue


def main() -> None:
    todo = PriorityQueue[tuple[int, int, dict[str, str]]]()
    number = count()
    todo.put((1, next(number), {"name": "backup"}))
    todo.put((1, next(number), {"name": "alarm"}))
    while not todo.empty():
        print(todo.get_nowait()[-1]["name"])


if __name__ == "__main__":
    main()
