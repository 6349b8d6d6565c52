"""What the page on workers of a web server says besides, of processes that import one file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHOP = "from multiprocessing import Manager\nshared = Manager().dict()\n"
NOTE = "import shop; shop.shared['job'] = 'done'; print(dict(shop.shared))"
LOOK = "import shop; print(dict(shop.shared))"


def test_each_importer_has_a_manager_of_its_own(tmp_path: Path) -> None:
    """What one process keeps in it, the other does not find."""
    (tmp_path / "shop.py").write_text(SHOP)
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
        ).stdout
        for code in (NOTE, LOOK)
    ]  # fmt: skip

    assert said == ["{'job': 'done'}\n", "{}\n"]
