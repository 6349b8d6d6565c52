import pytest

from snippets.choosing.cpus_quota import workers


@pytest.mark.parametrize(
    ("cpu_max", "expected"),
    [("max 100000", 8), ("50000 100000", 1), ("400000 100000\n", 4), ("6400000 100000", 8)],
)
def test_between_one_and_the_machine(cpu_max: str, expected: int) -> None:
    """A small quota is worth one worker, a huge one the whole machine, as the file is written."""
    assert workers(8, cpu_max) == expected
