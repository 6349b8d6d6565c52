from multiprocessing import get_context

from snippets.processes.pool_hangs_broken import crash


def test_the_pool_replaces_the_worker_and_not_the_task() -> None:
    """A new worker does the next task, and the task of the crashed one stays open."""
    with get_context("spawn").Pool(1) as pool:
        lost = pool.apply_async(crash)
        answer = pool.apply_async(len, ["bread"]).get(timeout=60)

        assert answer == 5
        assert not lost.ready()
