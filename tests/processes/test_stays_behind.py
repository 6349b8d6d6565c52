from functools import partial

from snippets.processes.stays_behind import can_travel


def test_a_partial_stands_in_for_a_lambda() -> None:
    """A partial of a named function can travel, a function made in another cannot."""

    def inner() -> None:
        pass

    assert can_travel(partial(can_travel, "bread"))
    assert not can_travel(inner)
