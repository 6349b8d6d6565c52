from collections.abc import Iterator
from queue import Empty, Queue
from threading import Thread

import pytest

from snippets.threads import feed_workers
from snippets.threads.feed_workers import work


def test_one_end_mark_sends_all_workers_home() -> None:
    """Three workers leave for one mark, after they have done what lies before it."""
    todo, done = Queue[str | None](), list[str]()
    for page in (*"abc", None):
        todo.put(page)
    workers = [Thread(target=work, args=(todo, done), daemon=True) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert not any(worker.is_alive() for worker in workers)
    assert sorted(done) == ["A", "B", "C"]


def test_the_mark_fits_into_a_full_queue() -> None:
    """Workers of a queue with one place leave as well: who takes the mark makes room for it."""
    todo, done = Queue[str | None](1), list[str]()
    workers = [Thread(target=work, args=(todo, done), daemon=True) for _ in range(3)]
    for worker in workers:
        worker.start()
    for page in (*"abc", None):
        todo.put(page, timeout=60)
    for worker in workers:
        worker.join(timeout=60)

    assert not any(worker.is_alive() for worker in workers)


def test_a_worker_whom_nobody_feeds_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that gets neither page nor mark within its limit raises Empty."""
    monkeypatch.setattr(feed_workers, "LIMIT", 0.1)

    with pytest.raises(Empty):
        work(Queue[str | None](), [])


def test_what_stops_the_producer_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a worker failed before: only a full queue makes that the cause."""

    def pages() -> Iterator[str]:
        yield "page 1"
        raise KeyboardInterrupt

    def fail(todo: Queue[str | None], done: list[str]) -> None:
        raise OSError("no paper")

    monkeypatch.setattr(feed_workers, "PAGES", pages())
    monkeypatch.setattr(feed_workers, "work", fail)
    with pytest.raises(KeyboardInterrupt):
        feed_workers.main()
