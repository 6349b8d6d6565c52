# /// script
# [tool.sample]
# expect = "error"
# error = "TypeError"
# ///
"""Two jobs are equally urgent, so the queue compares what follows, and
dicts have no order."""

from queue import PriorityQueue


def main() -> None:
    todo = PriorityQueue[tuple[int, dict[str, str]]]()
    todo.put((1, {"name": "backup"}))
    todo.put((1, {"name": "alarm"}))
    while not todo.empty():
        print(todo.get_nowait()[-1]["name"])


if __name__ == "__main__":
    main()
