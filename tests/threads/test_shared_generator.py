import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.threads.shared_generator import OneAtATime


@pytest.mark.parametrize("kind", [list, tuple, set, dict.fromkeys])
def test_it_works_for_every_iterator(kind: type[list[int]]) -> None:
    """However the threads interleave, they draw each item of a container once."""
    shared = OneAtATime(iter(kind(range(2000))))
    with ThreadPoolExecutor(4) as pool:
        parts = [pool.submit(list, shared) for _ in range(4)]
        drawn = sorted(item for part in parts for item in part.result(timeout=60))

    assert drawn == list(range(2000))


def test_it_works_for_the_lines_of_a_file() -> None:
    """Four threads read a text file through the lock, and each line arrives once."""
    with tempfile.TemporaryFile("w+") as file:
        file.writelines(f"{number}\n" for number in range(2000))
        file.seek(0)
        shared = OneAtATime(map(int, file))
        with ThreadPoolExecutor(4) as pool:
            parts = [pool.submit(list, shared) for _ in range(4)]
            drawn = sorted(item for part in parts for item in part.result(timeout=60))

    assert drawn == list(range(2000))
