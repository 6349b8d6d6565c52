import pytest

from snippets.choosing.serial_share import speed_up


@pytest.mark.parametrize(
    ("serial", "workers", "won"), [(0.0, 4, 4.0), (1.0, 4, 1.0), (0.5, 1, 1.0), (0.25, 4, 16 / 7)]
)
def test_values_checked_by_hand(serial: float, workers: int, won: float) -> None:
    """Nothing serial wins all workers, all serial wins nothing, and one worker wins nothing."""
    assert speed_up(serial, workers) == pytest.approx(won)


def test_no_number_of_workers_passes_the_limit() -> None:
    """With a fifth of the work serial, a million workers win less than five."""
    assert 4.9 < speed_up(0.2, 1_000_000) < 5
