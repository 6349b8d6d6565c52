import textwrap
from collections.abc import Callable

import pytest

from shelf import find


@pytest.mark.skipif("sys.platform != 'linux'", reason="smaps_rollup is Linux's")
def test_it_counts_nothing_of_others(printed: Callable[[str], str]) -> None:
    """Another program that maps the same file changes what it counts by less than 1 MiB of 8."""
    _, found, after = find("processes/worker_memory_timing").shown.partition("def memory()")
    measure = found + after.partition("\n\n\n")[0]
    beside = """
        import subprocess
        import sys
        from contextlib import suppress
        from mmap import ACCESS_READ, mmap
        from os import getsid
        from pathlib import Path
        from subprocess import PIPE
        from tempfile import NamedTemporaryFile

        MAP = "mapped = mmap(file.fileno(), 0, access=ACCESS_READ); sum(mapped[::4096])"
        OTHER = "import sys; from mmap import *; file = open(sys.argv[1], 'rb'); " + MAP

        with NamedTemporaryFile() as file:
            file.write(bytes(2**23))
            file.flush()
            exec(MAP)
            before = memory()
            other = subprocess.Popen(
                [sys.executable, "-c", f"{OTHER}; print(flush=True); input()", file.name],
                stdin=PIPE, stdout=PIPE, start_new_session=True,
            )
            other.stdout.readline()
            change = memory() - before
            other.communicate(b"\\n")
        print(abs(change) < 2**20 or f"{change} bytes by another alone")
    """
    source = textwrap.dedent(beside).replace("\nwith Named", f"\n{measure}\n\nwith Named")

    assert printed(source) == "True\n"
