from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

import pytest

from snippets.executors.cancel_pending import CAKES, apple_in_oven, apple_ready, bake


def test_a_cancelled_future_raises_instead_of_waiting() -> None:
    """`shutdown` cancels what waits, and `result` of that raises CancelledError."""
    apple_in_oven.clear()
    apple_ready.clear()
    oven = ThreadPoolExecutor(max_workers=1)
    cakes: list[Future[None]] = [oven.submit(bake, name) for name in CAKES]
    assert apple_in_oven.wait(timeout=60)
    oven.shutdown(wait=False, cancel_futures=True)
    apple_ready.set()

    assert [cake.cancelled() for cake in cakes] == [False, True, True]
    with pytest.raises(CancelledError):
        cakes[-1].result(timeout=60)
    assert cakes[0].result(timeout=60) is None
