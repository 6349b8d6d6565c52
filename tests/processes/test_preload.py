from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest

from shelf import find

PRELOAD = find("processes/preload")


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="no fork server here")
def test_a_list_without_the_main_file_has_each_child_read_it(printed: Callable[[str], str]) -> None:
    """The list takes the place of the default, which names the main file."""
    alone = PRELOAD.shown.replace('"__main__", "decimal"', '"decimal"')
    said = printed(alone.replace("def look", 'print("read", flush=True)\n\n\ndef look', 1))

    assert said.splitlines().count("read") == 2
