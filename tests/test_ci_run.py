"""What continuous integration runs is called whole, and one failure makes it red."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shelf import ROOT
from tests.stand_ins import Called, call, stand_in

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="it is for Debian")
#: `date` says that this many seconds have gone by: ten days.
SECONDS = 10 * 86_400
#: What is given to each of them: that it is continuous integration, and the interpreters.
FOUND = {"3.14": "/there/python3.14", "3.15": "/there/python3.15"}
CI = f"[CI=true] [PYTHONS={':'.join(FOUND.values())}]"
LONG = f"[LONG=1] {CI}"
LONGER = (
    "tests/recorder/test_from_nothing.py",
    "tests/recorder/test_portable.py",
    "tests/recorder/test_without_linux.py",
)
CONTRACT = "tests/recorder/test_contract.py"
DESELECTED = " ".join(
    f"--deselect={name}" for name in ("tests/threads/test_all_orders.py", CONTRACT, *LONGER)
)
CALLS = [
    f"make test DAY=10 {CI}",
    f"make test REST=1 DAY=10 {CI} [PYTEST_ADDOPTS={DESELECTED}]",
    f"make test ONLY=threads/all_orders {LONG}",
    f"venv -m pytest -q -n 4 {' '.join(LONGER)} {LONG}",
    f"venv -m pytest -q -n 3 {CONTRACT} {LONG}",
    f"make rehearse {CI}",
    f"make matrix {CI}",
    f"git --no-pager diff --stat -- snippets/matrix.json {CI}",
    f"python3 .ci/workflows.py --day 10 {CI}",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout of .ci/run alone, where all that it calls only writes down its call."""
    checkout = tmp_path / "checkout"
    (checkout / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci")
    (checkout / "snippets").mkdir()
    (checkout / "snippets" / "matrix.json").write_text("as it was", "utf-8")
    told = "LONG CI PYTHONS PYTEST_ADDOPTS"
    stand_in(checkout / ".venv" / "bin" / "python", "venv", told)
    # a run of the matrix writes into its record
    news = '[ "$1" != matrix ] || echo news > snippets/matrix.json'
    stand_in(tmp_path / "bin" / "make", "make", told, news)
    for name in ("git", "apt-get"):
        stand_in(tmp_path / "bin" / name, name, told)
    for name in ("xz", "perl", "chromium", "java", "wine"):
        stand_in(tmp_path / "bin" / name, name)
    lines = "\n".join(f"{tag}\t{path}" for tag, path in FOUND.items())
    for name, text in {
        "../shared/pythons/install": f"cat <<'END'\n{lines}\nEND",
        "date": f"echo {SECONDS}",
        # it is asked what it is and has, which is no part of what is checked
        "python3": 'case "$1" in -c | -VV) exit 0 ;; esac; exec python3-called "$@"',
    }.items():
        file = tmp_path / "bin" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        file.chmod(0o755)
    stand_in(tmp_path / "bin" / "python3-called", "python3", told)
    stand_in(tmp_path / "shared" / "act" / "act", "act")
    return checkout


def whole(checkout: Path, fail_at: int = 0) -> Called:
    """A run of .ci/run."""
    path = f"{checkout.parent / 'bin'}:/usr/bin:/bin"
    return call(["bash", ".ci/run"], checkout, fail_at, {"PATH": path, "CI": ""})


def run(checkout: Path, fail_at: int = 0) -> Called:
    """A run of .ci/run; installing what this machine lacks is not looked at."""
    done = whole(checkout, fail_at)
    return Called(done.status, [one for one in done.calls if "apt-get" not in one], done.text)


def test_all_of_it_is_called(folder: Path) -> None:
    """In order, with what each is told; the record is as it was, and the end says so."""
    done = run(folder)

    assert done.calls == CALLS
    assert done.status == 0, done.text
    assert "=== All green" in done.text
    assert (folder / "snippets" / "matrix.json").read_text("utf-8") == "as it was"


@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
def test_one_failure_makes_it_red(folder: Path, number: int) -> None:
    """Whichever call fails: nothing is called behind it, and the record is as it was."""
    installed = len([one for one in whole(folder).calls if "apt-get" in one])
    done = run(folder, fail_at=number + installed)

    assert done.status != 0, CALLS[number - 1]
    assert done.calls == CALLS[:number]
    assert "=== .ci/run FAILED in line" in done.text
    assert "All green" not in done.text
    assert (folder / "snippets" / "matrix.json").read_text("utf-8") == "as it was"


def test_what_is_left_out_is_run_behind_it() -> None:
    """Each file that the day is told to leave out is named by a later command."""
    for word in DESELECTED.split():
        name = word.removeprefix("--deselect=")
        stem = name.removeprefix("tests/").replace("test_", "").removesuffix(".py")
        assert any(name in one or f"ONLY={stem}" in one for one in CALLS[2:]), name
