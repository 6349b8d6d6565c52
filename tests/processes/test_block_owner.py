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
