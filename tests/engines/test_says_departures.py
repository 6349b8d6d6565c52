"""What the page says of a departure is on record, on every Python that was asked.

tests/recorder/test_contract.py puts the claims anew.
"""

from __future__ import annotations

import re

import pytest

from shelf.contract import DEPARTS, HOLDS, Answer, read

DASK = ("dask", "dask-apart")


def answers(engine: str, claim: str) -> list[Answer]:
    """What an engine answered to a claim, on each Python."""
    found = [run.answers[claim] for run in read() if run.engine == engine]
    assert found, f"{engine} is not on record"
    return found


@pytest.mark.parametrize(
    ("engines", "claim", "words"),
    [
        (DASK, "same_call_twice", r"^[1-9] runs of 10"),
        (DASK, "lost_worker_is_told", "^4 runs; KilledWorker"),
        (["ray"], "lost_worker_is_told", "^4 runs; WorkerCrashedError"),
        (
            (*DASK, "pebble", "ray"),
            "running_task_is_not_cancelled",
            "^cancel.. is True, its result is lost",
        ),
        (DASK, "result_cannot_be_pickled", "^it never ends"),
        (["pebble"], "wait_for_what_shutdown_cancelled", "^it never ends"),
        (["mpi"], "lost_worker_is_told", "^the whole program ends"),
        (["thread", "process-spawn"], "wait_for_what_shutdown_cancelled", r"wait\(\) waits for"),
        (["loky"], "shutdown_that_cancels", "unexpected keyword argument 'cancel_futures'"),
        (["ray"], "initializer", "unexpected keyword argument 'initializer'"),
        (["process-fork", "process-spawn"], "closure_travels", "Can't (?:pickle|get) local object"),
    ],
)
def test_it_departs_so(engines: list[str], claim: str, words: str) -> None:
    """In these words, on each Python."""
    for engine in engines:
        for answer in answers(engine, claim):
            assert answer.came == DEPARTS
            assert re.search(words, answer.said), f"{engine}: {answer.said}"


def test_loky_takes_closures() -> None:
    """That is why it is named for a notebook."""
    assert {answer.came for answer in answers("loky", "closure_travels")} == {HOLDS}
