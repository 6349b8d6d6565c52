from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.executors.silent_failure import send


def test_result_raises_what_the_task_raised() -> None:
    """Both questions wait for the task: one raises its exception, the other returns it."""
    with ThreadPoolExecutor() as pool:
        letter = pool.submit(send, "bob")

    with pytest.raises(ValueError, match="no such address: bob"):
        letter.result(timeout=10)
    assert isinstance(letter.exception(timeout=10), ValueError)
