import pytest

from snippets.choosing.break_even import break_even


@pytest.mark.parametrize("workers", [2, 4, 16])
def test_at_break_even_both_ways_take_the_same(workers: int) -> None:
    """Tasks of exactly that length take as long in the pool as in the plain loop."""
    tasks, start, hand_over = 50, 300.0, 2.0
    length = break_even(workers, tasks, start, hand_over)

    pool = start + tasks * (hand_over + length / workers)
    assert pool == pytest.approx(tasks * length)


def test_no_task_below_the_hand_over_pays() -> None:
    """However many the tasks and the workers, a task has to be longer than its hand-over."""
    assert break_even(1000, 1_000_000, start=100, hand_over=1) > 1
