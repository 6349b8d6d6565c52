"""What the page "Take the context along" says, beyond what its programs show."""

from __future__ import annotations

import logging
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from logging.handlers import QueueHandler, QueueListener
from queue import Queue
from threading import Thread
from typing import Any

import pytest

user: ContextVar[str] = ContextVar("user", default="nobody")
order: ContextVar[list[str]] = ContextVar("order")


def test_one_copy_for_each_item_and_what_is_set_stays_in_it() -> None:
    """Each task sees the caller's value; the caller does not see the task's, but its lists."""

    def work(item: str) -> str:
        seen = user.get()
        user.set(item)
        order.get().append(item)
        return seen

    user.set("Ada")
    order.set([])
    items = [str(number) for number in range(8)]
    with ThreadPoolExecutor(3) as pool:
        tasks = [pool.submit(copy_context().run, work, item) for item in items]
        seen = [task.result(60) for task in tasks]
    thread = Thread(target=copy_context().run, args=(work, "thread"))
    thread.start()
    thread.join(60)

    assert seen == ["Ada"] * 8 and user.get() == "Ada"
    assert sorted(order.get()) == sorted([*items, "thread"])


def test_a_context_cannot_be_pickled() -> None:
    """Nor a variable."""
    for one in (copy_context(), user):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(one)


def test_a_filter_of_the_logger_sees_the_variable_and_one_behind_the_queue_does_not() -> None:
    """The record is made in the caller's thread, and handled in the listener's."""
    records: Queue[Any] = Queue()
    seen = dict[str, str]()

    def note(where: str) -> Any:
        def look(record: logging.LogRecord) -> bool:
            seen[where] = user.get()
            return True

        return look

    logger = logging.Logger("shop")
    logger.addFilter(note("logger"))
    logger.addHandler(QueueHandler(records))
    behind = logging.NullHandler()
    behind.handle = note("behind")  # type: ignore[method-assign]
    user.set("Ada")
    listener = QueueListener(records, behind)
    context = copy_context()
    empty: list[str] = []
    thread = Thread(target=lambda: empty.append(user.get()))
    thread.start()
    thread.join(60)
    listener.start()
    context.run(logger.warning, "an order")
    listener.stop()

    assert seen["logger"] == "Ada"
    assert seen["behind"] == empty[0]
