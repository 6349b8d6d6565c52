from collections import deque

import pytest


@pytest.mark.parametrize("kind", [set, deque])
def test_a_loop_over_a_set_or_a_deque_is_stopped_too(kind: type[set[str] | deque[str]]) -> None:
    """Like a loop over a dict, one over a set or a deque ends if an item goes meanwhile."""
    stock = kind(["apples", "pears"])

    with pytest.raises(RuntimeError, match="during iteration"):
        for _ in stock:
            stock.pop()
