import logging
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import pytest

from snippets.executors.initializer_fails_broken import fetch, fetch_key


def test_processes_break_alike() -> None:
    """A process pool whose initializer raises fails its tasks with BrokenProcessPool."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=fetch_key) as pool:
        problem = pool.submit(fetch, "flour").exception(timeout=60)

    assert isinstance(problem, BrokenProcessPool)


def test_the_reason_is_in_the_log_only(caplog: pytest.LogCaptureFixture) -> None:
    """What the initializer raised is logged, and is no cause of the future's error."""
    with (
        caplog.at_level(logging.ERROR, logger="concurrent.futures"),
        ThreadPoolExecutor(1, initializer=fetch_key) as pool,
    ):
        problem = pool.submit(fetch, "flour").exception(timeout=60)

    assert "no key to the store room" in caplog.text
    assert problem and (problem.__cause__, problem.__context__) == (None, None)
