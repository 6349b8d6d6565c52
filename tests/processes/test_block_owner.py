from collections.abc import Callable

import pytest


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot fork")
@pytest.mark.parametrize("first", [True, False], ids=["block first", "fork first"])
def test_a_forked_child_shares_the_tracker_that_is_there(
    printed: Callable[[str], str], first: bool
) -> None:
    """A parent that makes its first block after the fork leaves the child one of its own."""
    said = printed(f"""
        import os
        from contextlib import suppress
        from multiprocessing import get_context, resource_tracker
        from multiprocessing.shared_memory import SharedMemory

        def tracker():
            return os.fstat(resource_tracker.getfd()).st_ino  # the pipe that leads to it

        def look(names, answers):
            SharedMemory(names.get()).close()
            answers.put(tracker())

        if __name__ == "__main__":
            fork = get_context("fork")
            names, answers = fork.SimpleQueue(), fork.SimpleQueue()
            child = fork.Process(target=look, args=(names, answers))
            block = SharedMemory(create=True, size=5) if {first} else None
            child.start()
            block = block or SharedMemory(create=True, size=5)
            names.put(block.name)
            print("one tracker:", answers.get() == tracker())
            child.join(timeout=60)
            block.close()
            with suppress(FileNotFoundError):
                block.unlink()
    """)

    assert f"one tracker: {first}\n" in said


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no tracker")
@pytest.mark.parametrize("told", [True, False])
def test_a_block_that_was_unregistered_is_left_alone(
    printed: Callable[[str], str], told: bool
) -> None:
    """A program of its own that opens a block takes it away at its end, unless it was told."""
    said = printed(f"""
        import subprocess
        import sys
        from contextlib import suppress
        from multiprocessing.shared_memory import SharedMemory

        READER = (
            "import sys; from multiprocessing import resource_tracker, shared_memory;"
            "block = shared_memory.SharedMemory(sys.argv[1]);"
            "{told} and resource_tracker.unregister(block._name, 'shared_memory');"
            "block.close()"
        )

        if __name__ == "__main__":
            block = SharedMemory(create=True, size=5)
            run = [sys.executable, "-c", READER, block.name]
            # Its tracker holds the pipe of the errors, so this waits for the tracker too.
            subprocess.run(run, timeout=60, check=True, capture_output=True)
            try:
                SharedMemory(block.name).close()
                print("left alone: True")
            except FileNotFoundError:
                print("left alone: False")
            block.close()
            with suppress(FileNotFoundError):
                block.unlink()
    """)

    assert f"left alone: {told}\n" in said
