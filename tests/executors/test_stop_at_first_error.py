from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from snippets.executors import stop_at_first_error

IMAGES = [str(number) for number in range(100)]


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt(), MemoryError()])
def test_an_error_cancels_the_rest(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """It reaches main, and what no worker had taken is never begun."""
    made: list[str] = []
    cancelled = Event()

    class Pool(ThreadPoolExecutor):
        """One that lets its tasks end once the rest is cancelled."""

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            cancelled.set()
            super().shutdown(wait=wait)

    def shrink(image: str) -> str:
        if image == "0":
            raise error
        assert cancelled.wait(10)
        made.append(image)
        return image

    monkeypatch.setattr(stop_at_first_error, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(stop_at_first_error, "IMAGES", IMAGES)
    monkeypatch.setattr(stop_at_first_error, "shrink", shrink)
    with pytest.raises(type(error)):
        stop_at_first_error.main()

    assert len(made) <= stop_at_first_error.WORKERS


def test_ctrl_c_while_main_waits_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where all is done by then, so that no result could raise it."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stop_at_first_error, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stop_at_first_error.main()
