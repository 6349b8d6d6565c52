import os
from pathlib import Path

import pytest

from snippets.choosing import cpus_quota
from snippets.choosing.cpus_quota import workers, workers_here


@pytest.mark.parametrize(
    ("cpu_max", "expected"),
    [
        *(("max 100000", 8), ("400000 100000\n", 4), ("6400000 100000", 8)),
        *(("20000 100000", 1), ("50000 100000", 1), ("220000 100000", 3), ("380000 100000", 4)),
    ],
)
def test_between_one_and_the_machine(cpu_max: str, expected: int) -> None:
    """A part of a CPU is worth a worker, a huge quota the whole machine, as the file is written."""
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


@pytest.mark.parametrize("counted", [6, None])
def test_a_system_that_cannot_say_which_cpus_says_how_many(
    counted: int | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And one that does not know that either has one."""
    monkeypatch.setattr(cpus_quota, "CPU_MAX", tmp_path / "missing")
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)

    assert workers_here() == (counted or 1)


def test_this_process_is_asked_for_its_cpus(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not another one, and an error of the answer is told."""
    allowed = {0: {0, 1, 2}}
    monkeypatch.setattr(cpus_quota, "CPU_MAX", tmp_path / "missing")
    monkeypatch.setattr(os, "sched_getaffinity", allowed.__getitem__, raising=False)
    assert workers_here() == 3

    allowed.clear()
    with pytest.raises(KeyError):
        workers_here()


@pytest.mark.parametrize("found", [0, 1, 2])
def test_main_tells_whether_there_is_a_worker(
    found: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One is enough."""
    monkeypatch.setattr(cpus_quota, "workers_here", lambda: found)
    cpus_quota.main()

    assert capsys.readouterr().out.endswith(f"one at least: {found > 0}\n")
