from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context

import pytest

from snippets.processes.crash_breaks_pool import bake, bake_slowly


def test_a_waiting_task_is_lost_too() -> None:
    """A killed worker takes the task behind it along, and its pool takes no other."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        running = pool.submit(bake_slowly, "rye bread")
        waiting = pool.submit(bake, "white bread")
        for worker in active_children():
            worker.kill()
        lost = [type(task.exception(timeout=60)) for task in (running, waiting)]

        assert lost == [BrokenProcessPool, BrokenProcessPool]
        with pytest.raises(BrokenProcessPool):
            pool.submit(bake, "oat bread")
