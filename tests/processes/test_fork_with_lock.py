from collections.abc import Callable

from shelf import find


def test_spawn_helps_as_well(printed: Callable[[str], str]) -> None:
    """A spawned child makes its own lock too, and ends."""
    source = find("processes/fork_with_lock").shown.replace('"forkserver"', '"spawn"')

    assert printed(source).endswith("exit code of the child: 0\n")
