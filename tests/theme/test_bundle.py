"""The zip of all programs holds what was run, and can be made again to the byte."""

from __future__ import annotations

import io
import os
import shutil
import time
import zipfile
from pathlib import Path

from shelf import ROOT, samples
from shelf.trace import ENDING
from tests.checks.work.command import run
from theme.registers.bundle import FOLDER, bundle


def test_it_holds_every_program_and_every_transcript() -> None:
    """Byte for byte, in their folders, with the licence beside them."""
    with zipfile.ZipFile(io.BytesIO(bundle(ROOT))) as archive:
        held = {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}

    assert held.pop("LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert {name.removesuffix(".py") for name in held if name.endswith(".py")} == set(samples())
    assert sum(name.endswith(".txt") for name in held) >= len(samples())
    assert all(text == (ROOT / "snippets" / name).read_bytes() for name, text in held.items())


def test_it_is_the_same_from_another_checkout_on_another_day(tmp_path: Path) -> None:
    """Neither dates, nor modes, nor the folder, nor the order of the files get in."""
    for path in sorted((ROOT / "snippets").glob("*/*"), reverse=True):
        if path.name.endswith((".py", ".txt", ENDING)):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
            os.utime(copy, (time.time() - 1e6,) * 2)
    shutil.copyfile(ROOT / "LICENSE", tmp_path / "LICENSE")

    assert bundle(tmp_path) == bundle(ROOT)


def test_the_command_writes_the_same(tmp_path: Path) -> None:
    """What the workflow attests is what the site offers."""
    status, text = run(["-m", "theme.registers", str(tmp_path / "programs.zip")], ROOT)

    assert (status, text) == (0, "")
    assert (tmp_path / "programs.zip").read_bytes() == bundle(ROOT)
