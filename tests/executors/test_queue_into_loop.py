import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.executors import queue_into_loop


def test_a_reader_that_raises_does_not_leave_the_coroutine_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The end is told all the same, and the error reaches main."""

    class Torn(list[str]):
        def __iter__(self) -> "None":  # type: ignore[override]
            raise OSError("torn")

    monkeypatch.setattr(queue_into_loop, "LINES", Torn())
    with pytest.raises(OSError, match="torn"):
        asyncio.run(asyncio.wait_for(queue_into_loop.serve(), 60))


async def refused() -> str:
    """What a queue of asyncio says to a thread that puts into it directly."""
    inbox: asyncio.Queue[str] = asyncio.Queue()
    taker = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(inbox.put_nowait, "line").exception(timeout=60)
    assert not taker.done()
    # nobody can wake it, and its end would be logged in the middle of another test
    taker._log_destroy_pending = False  # type: ignore[attr-defined]
    return type(error).__name__


@pytest.mark.parametrize(("debug", "said"), [(True, "RuntimeError"), (False, "NoneType")])
def test_a_thread_that_puts_directly_is_refused_in_debug_mode(debug: bool, said: str) -> None:
    """It would not wake the loop, so debug mode tells; else it passes in silence."""
    # without asyncio.run, which would wait at its end for the taker that nobody wakes
    loop = asyncio.new_event_loop()
    loop.set_debug(debug)
    try:
        assert loop.run_until_complete(refused()) == said
    finally:
        loop.close()
