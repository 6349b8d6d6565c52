"""What the page "Give out the urgent first" says, beyond what its programs show."""

from __future__ import annotations

import asyncio
import heapq
import math
import re
from itertools import count
from pathlib import Path
from queue import PriorityQueue
from typing import Any

import pytest

PAGE = Path("docs", "threads", "choose-the-order.md")
REFUSED = "'<' not supported between instances of '{}' and '{}'"


@pytest.mark.parametrize(
    ("first", "second"),
    [({"a": 1}, {"b": 1}), (len, max), (object(), object())],
)
def test_what_has_no_order_is_refused_only_where_priorities_are_equal(
    first: object, second: object
) -> None:
    """And the item is in the queue all the same; two that are equal raise nothing."""
    queue: PriorityQueue[Any] = PriorityQueue()
    queue.put((1, first))
    queue.put((2, second))
    queue.put((1, first))
    with pytest.raises(TypeError, match="'<' not supported"):
        queue.put((1, second))

    assert queue.qsize() == 4


def test_the_number_is_enough() -> None:
    """Items that cannot be compared go out in the order of arrival, largest first by minus."""
    queue: PriorityQueue[Any] = PriorityQueue()
    number, items = count(), [object() for _ in range(9)]
    for place, item in enumerate(items):
        queue.put((-(place % 3), next(number), item))

    out = [queue.get()[-1] for _ in items]
    assert out == [items[place] for place in (2, 5, 8, 1, 4, 7, 0, 3, 6)]


def test_asyncio_and_heapq_refuse_likewise() -> None:
    """The same words, and the item is in."""
    heap: list[Any] = [(1, {"a": 1})]
    with pytest.raises(TypeError, match=REFUSED.format("dict", "dict")):
        heapq.heappush(heap, (1, {"b": 1}))
    assert len(heap) == 2

    async def put() -> int:
        queue: asyncio.PriorityQueue[Any] = asyncio.PriorityQueue()
        await queue.put((1, {"a": 1}))
        with pytest.raises(TypeError, match=REFUSED.format("dict", "dict")):
            await queue.put((1, {"b": 1}))
        return queue.qsize()

    assert asyncio.run(put()) == 2


def test_an_end_mark_is_an_entry_that_sorts_behind_the_others() -> None:
    """None alone is refused; infinity goes out last, once for each worker."""
    queue: PriorityQueue[Any] = PriorityQueue()
    number = count()
    queue.put((5, next(number), "work"))
    with pytest.raises(TypeError, match=REFUSED.format("NoneType", "tuple")):
        queue.put(None)

    queue = PriorityQueue()
    for urgency, item in ((math.inf, None), (5, "work"), (math.inf, None), (1, "first")):
        queue.put((urgency, next(number), item))
    assert [queue.get()[-1] for _ in range(4)] == ["first", "work", None, None]


def test_the_class_of_the_page_leaves_the_item_out() -> None:
    """Without a number two of one urgency are equal, and nothing is raised."""
    (fence,) = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE.read_text())
    names: dict[str, Any] = {"__name__": __name__}
    exec(fence, names)
    job = names["Job"]
    queue: PriorityQueue[Any] = PriorityQueue()
    for number, item in enumerate([{"a": 1}, {"b": 1}, {"c": 1}]):
        queue.put(job(1, number, item))

    assert [next(iter(queue.get().item)) for _ in range(3)] == ["a", "b", "c"]
    assert job(1, 0, {"a": 1}) == job(1, 0, {"b": 1})
    queue.put(job(1, 0, {"a": 1}))
    queue.put(job(1, 0, {"b": 1}))
