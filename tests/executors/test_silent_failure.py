from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from snippets.executors.silent_failure import send


def test_result_raises_what_the_task_raised() -> None:
    """Both questions wait for the task: one raises its exception, the other returns it."""
    with ThreadPoolExecutor() as pool:
        letter = pool.submit(send, "bob")

    with pytest.raises(ValueError, match="no such address: bob"):
        letter.result(timeout=10)
    assert isinstance(letter.exception(timeout=10), ValueError)


def test_processes_are_as_silent(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither pool of processes prints an error that nobody asks for, and each keeps it."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:
        future = pool.submit(send, "bob")
    told: list[BaseException] = []
    with spawn.Pool(1) as old_pool:
        result = old_pool.apply_async(send, ("bob",), error_callback=told.append)
        result.wait(60)
        assert capfd.readouterr().err == ""
        with pytest.raises(ValueError, match="no such address: bob"):
            result.get(timeout=60)

    assert isinstance(future.exception(timeout=60), ValueError)
    assert [type(error) for error in told] == [ValueError]
