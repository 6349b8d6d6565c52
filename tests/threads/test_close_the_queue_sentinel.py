from queue import Queue
from threading import Thread

from snippets.threads.close_the_queue_sentinel import print_out


def test_what_comes_after_the_end_marks_is_left() -> None:
    """A page behind the end marks stays in the queue, and those before them are printed."""
    todo, done = Queue[str | None](), list[str]()
    workers = [Thread(target=print_out, args=(todo, done), daemon=True) for _ in range(2)]
    for item in ("one", "two", None, None, "late"):
        todo.put(item)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert sorted(done) == ["one", "two"]
    assert todo.get_nowait() == "late"
