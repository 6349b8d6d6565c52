from pathlib import Path

import pytest

from snippets.choosing import cpus_quota
from snippets.choosing.cpus_quota import workers, workers_here


@pytest.mark.parametrize(
    ("cpu_max", "expected"),
    [("max 100000", 8), ("50000 100000", 1), ("400000 100000\n", 4), ("6400000 100000", 8)],
)
def test_between_one_and_the_machine(cpu_max: str, expected: int) -> None:
    """A small quota is worth one worker, a huge one the whole machine, as the file is written."""
    assert workers(8, cpu_max) == expected


def test_a_file_that_is_missing_is_no_quota(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where control groups are of the older version, or there are none, the CPUs are counted."""
    monkeypatch.setattr(cpus_quota, "CPU_MAX", tmp_path / "missing")
    free = workers_here()
    (tmp_path / "cpu.max").write_text("100000 100000\n")
    monkeypatch.setattr(cpus_quota, "CPU_MAX", tmp_path / "cpu.max")

    assert free >= 1
    assert workers_here() == 1
