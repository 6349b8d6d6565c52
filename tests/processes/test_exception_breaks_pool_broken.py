from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from snippets.processes.exception_breaks_pool_broken import pack


def test_the_cause_names_the_constructor() -> None:
    """The cause of the BrokenProcessPool says which call failed in the parent."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        future = pool.submit(pack, "honey")
    cause = str(getattr(future.exception(timeout=60), "__cause__", None))

    assert "TypeError: OutOfStock.__init__() missing 1 required positional argument" in cause
