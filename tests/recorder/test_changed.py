"""Which programs may come out otherwise where some files changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder.write.changed import RECORD, NoCommit, changed, concerned
from shelf import Sample
from tests.made import write


@pytest.fixture
def wanted(tmp_path: Path) -> list[Sample]:
    """Two with a lock, of which one has a stage as well, and two with neither."""
    lock = 'dependencies = ["numpy"]'
    return [
        write(tmp_path, "threads/plain"),
        write(tmp_path, "threads/plain_broken"),
        write(tmp_path, "jobs/locked", lock),
        write(tmp_path, "jobs/both", f'{lock}\n[tool.sample]\nstage = "server"'),
    ]


@pytest.mark.parametrize(
    ("names", "stems"),
    [
        ([], []),
        (["snippets/threads/plain.py"], ["threads/plain"]),
        (["snippets/threads/plain.older.txt"], ["threads/plain"]),
        (["snippets/threads/plain_broken.txt"], ["threads/plain_broken"]),
        (["snippets/locks/numpy.txt"], ["jobs/locked", "jobs/both"]),
        (["snippets/jobs/stages/server.py"], ["jobs/both"]),
        (
            ["snippets/jobs/stages/server.py", "snippets/threads/plain.txt"],
            ["threads/plain", "jobs/both"],
        ),
        (["snippets/processes/cost_timing.py"], []),
        (["snippets/processes/cost_timing.py", "snippets/jobs/locked.py"], ["jobs/locked"]),
    ],
)
def test_a_file_concerns_the_programs_that_it_belongs_to(
    wanted: list[Sample], names: list[str], stems: list[str]
) -> None:
    """In the order in which they were wanted."""
    assert [sample.stem for sample in concerned(wanted, names)] == stems


@pytest.mark.parametrize(
    "name",
    [
        *("recorder/cell.py", "threads/plain.py", "snippets/locks/other.txt"),
        *("snippets/threads/new.py", "snippets/jobs/stages/other.py", "threads/cost_timing.py"),
        *("snippets/a/b/cost_timing.py", "snippets/threads/cost_timing_more.py"),
    ],
)
def test_a_file_that_may_be_anybodys_concerns_all(wanted: list[Sample], name: str) -> None:
    """Whatever else changed before it."""
    assert concerned(wanted, ["snippets/threads/plain.py", name]) == wanted


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("snippets/matrix.json", True),
        ("snippets/threads/a.trace.json", True),
        ("snippets/threads/a.older.trace.json", True),
        ("snippets/threads/a.schedules.json", True),
        ("snippets/threads/a_timing.3.14t.json", True),
        ("snippets/threads/a.py", False),
        ("snippets/threads/a.txt", False),
        ("snippets/threads/data.json", False),
        ("snippets/threads/a.trace.json.py", False),
        ("more/snippets/matrix.json", False),
    ],
)
def test_a_record_is_read_by_no_run(name: str, record: bool) -> None:
    assert bool(RECORD.fullmatch(name)) is record


def test_where_git_knows_no_commit_it_is_told(tmp_path: Path) -> None:
    """With what helps."""
    with pytest.raises(NoCommit, match=r"git knows no none .*; check out one commit more"):
        changed("none", tmp_path)
