"""Programs that name the same packages share a lock, and what it holds is read from it."""

from __future__ import annotations

from pathlib import Path

from shelf.lock import lock_of, versions

LOCK = """\
# This file is written by make lock
numpy==2.3.5 ; python_version < "3.12" \\
    --hash=sha256:00
numpy==2.4.0 ; python_version >= "3.12" \\
    --hash=sha256:01
ruamel-yaml==0.18.1;python_version > "3"
uvicorn[standard]==0.38.0 \\
    # numpy==9.9.9
"""


def test_a_set_of_packages_has_one_lock() -> None:
    """By name, in whatever order, spelling and version a program has them."""
    locks = Path("top", "snippets", "locks")

    assert lock_of(Path("top"), ("numpy",)) == locks / "numpy.txt"
    assert lock_of(Path("top"), ("Ruamel.YAML>=0.18", "numpy==2.4")) == (
        locks / "numpy+ruamel-yaml.txt"
    )
    assert lock_of(Path("top"), ("uvicorn[standard]",)) == locks / "uvicorn.txt"
    assert lock_of(Path("top"), ()) is None


def test_versions_are_those_of_the_lock(tmp_path: Path) -> None:
    """Of what was asked for, as it was written, the newest; what it does not hold is left out."""
    lock = tmp_path / "some.txt"
    lock.write_text(LOCK)

    assert versions(lock, ("numpy>=2",)) == {"numpy": "2.4.0"}
    assert versions(lock, ("Ruamel.YAML", "uvicorn", "dask")) == {
        "Ruamel.YAML": "0.18.1",
        "uvicorn": "0.38.0",
    }


def test_a_lock_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert versions(tmp_path / "none.txt", ("numpy",)) == {}
