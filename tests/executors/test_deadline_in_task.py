from time import monotonic

from snippets.executors.deadline_in_task import find_square


def test_time_in_the_queue_counts() -> None:
    """A search that begins after its deadline ends in its first round."""
    long_ago = monotonic() - 1

    assert find_square(4, deadline=long_ago) == "4: out of time"
