from multiprocessing import get_all_start_methods, get_context

import pytest


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_takes_a_lambda() -> None:
    """The target of a forked Process is not pickled, so it may be a lambda."""
    child = get_context("fork").Process(target=lambda: None)
    child.start()
    child.join(timeout=60)

    assert child.exitcode == 0
