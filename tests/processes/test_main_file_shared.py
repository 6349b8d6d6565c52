import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from shelf import find

SERVER = pytest.mark.skipif(
    "forkserver" not in get_all_start_methods(), reason="no fork server on this system"
)
SHOWN = find("processes/main_file_shared").shown.replace(
    "(max_workers=1)", "(1, get_context('forkserver'))"
)
FORCED = SHOWN.replace("import os\n", "import os\nfrom multiprocessing import get_context\n")


@SERVER
def test_run_by_its_module_name_each_child_reads_it(tmp_path: Path) -> None:
    """Started with `python -m`, the program is read by each child for itself."""
    (tmp_path / "subject.py").write_text(FORCED)
    run = subprocess.run(
        [sys.executable, "-m", "subject"], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )

    assert run.stdout == "3 children, connections: 3\n"


@SERVER
def test_a_thread_of_the_file_is_left_behind_in_the_server(printed: Callable[[str], str]) -> None:
    """Where the server has read the file, a lock that its thread holds stays taken for ever."""
    said = printed("""
        import sys
        import threading
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        till, held = threading.Lock(), threading.Event()

        def hold() -> None:
            with till:
                held.set()
                threading.Event().wait()

        threading.Thread(target=hold, daemon=True).start()
        held.wait(10)

        def look() -> tuple[bool, int]:
            return till.locked(), threading.active_count()

        if __name__ == "__main__":
            with ProcessPoolExecutor(1, get_context("forkserver")) as pool:
                locked, threads = pool.submit(look).result()
            version = sys.version_info[:3]
            read = (3, 13, 8) <= version < (3, 14) or version >= (3, 14, 1)
            print(locked, threads == (1 if read else 2))
    """)

    assert said == "True True\n"
