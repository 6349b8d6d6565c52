import pytest

from snippets.choosing.bigger_job import limit, speed_up
from snippets.choosing.serial_share import speed_up as by_share


def test_it_is_the_law_of_the_serial_share() -> None:
    """Counted in steps or in shares, the same job wins the same."""
    assert speed_up(10, 90, workers=8) == pytest.approx(by_share(0.1, 8))
    assert limit(10, 90) == pytest.approx(1 / 0.1)
