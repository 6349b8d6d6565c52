"""What the page on the memory of a worker says, held to /proc."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="reads /proc")

#: KiB of a process, by their name in smaps_rollup.
SIZE = """
        import gc
        import os
        import sys
        from multiprocessing import get_context, set_forkserver_preload
        from pathlib import Path

        def size(name, pid="self"):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            return int(text.partition(f"\\n{name}:")[2].split()[0])
"""


@pytest.mark.parametrize(
    ("method", "own"), [("fork", False), ("spawn", True), ("forkserver", True)]
)
def test_who_loads_the_table_for_itself(
    printed: Callable[[str], str], method: str, own: bool
) -> None:
    """Twenty megabytes in the file: a forked child has them for itself once it writes to them."""
    said = printed(f"""{SIZE}
        table = bytearray(20_000_000)

        def look():
            print(size("Private_Dirty") > 15_000, end=" ")
            table[::1000] = b"x" * 20_000
            print(size("Private_Dirty") > 15_000)

        if __name__ == "__main__":
            set_forkserver_preload([])
            child = get_context("{method}").Process(target=look)
            child.start()
            child.join()
    """)

    assert said == f"{own} True\n"


def test_freeze_is_for_the_collector_and_not_for_counts(printed: Callable[[str], str]) -> None:
    """A collection in the child writes to all that is not frozen; a walk writes to that too."""
    said = printed(f"""{SIZE}
        def look(walk):
            before = size("Private_Dirty")
            for _ in table if walk else ():
                pass
            gc.collect()
            print(size("Private_Dirty") - before > 5_000, end=" ", flush=True)

        def child(walk):
            process = get_context("fork").Process(target=look, args=(walk,))
            process.start()
            process.join()

        table = [[number] for number in range(200_000)]
        gc.collect()
        child(walk=False)
        gc.freeze()
        child(walk=False)
        child(walk=True)
    """)

    assert said.split() == ["True", "False", "True"]


def test_pss_divides_what_rss_counts_in_each(printed: Callable[[str], str]) -> None:
    """Forty megabytes that two processes share: the sum of RSS has them twice."""
    said = printed(f"""{SIZE}
        block = bytes(range(250)) * 160_000

        def wait(pipe):
            sum(block[::1000])
            pipe.send("here")
            pipe.recv()

        fork = get_context("fork")
        ours, theirs = fork.Pipe()
        child = fork.Process(target=wait, args=(theirs,))
        child.start()
        ours.recv()
        both = [os.getpid(), child.pid]
        print([sum(size(name, pid) for pid in both) > 75_000 for name in ("Rss", "Pss")])
        ours.send("go")
        child.join()
    """)

    assert said == "[True, False]\n"
