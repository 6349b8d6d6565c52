from queue import Queue
from threading import Thread

from snippets.threads.close_the_queue_sentinel import wash


def test_what_comes_after_the_end_marks_is_left() -> None:
    """A plate behind the end marks stays in the sink, and those before them are clean."""
    sink, clean = Queue[str | None](), list[str]()
    workers = [Thread(target=wash, args=(sink, clean), daemon=True) for _ in range(2)]
    for item in ("blue", "red", None, None, "late"):
        sink.put(item)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert sorted(clean) == ["blue", "red"]
    assert sink.get_nowait() == "late"
