import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from snippets.executors import late_coroutine as program


def test_only_a_cancel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another error of the coroutine is none."""

    async def refuse(seconds: float) -> None:
        raise OSError("no route")

    async def ask() -> bool:
        cancelled = asyncio.Event()
        with pytest.raises(OSError, match="no route"):
            await program.answer(cancelled)
        return cancelled.is_set()

    monkeypatch.setattr(asyncio, "sleep", refuse)
    assert not asyncio.run(ask())


def test_a_cancelled_coroutine_ends_cancelled() -> None:
    """It does not keep the cancel to itself."""

    async def cancel() -> tuple[bool, bool]:
        cancelled = asyncio.Event()
        task = asyncio.create_task(program.answer(cancelled))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), cancelled.is_set()

    assert asyncio.run(cancel()) == (True, True)


def test_an_error_of_the_coroutine_reaches_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread takes a timeout alone for a timeout."""

    async def fail(cancelled: asyncio.Event) -> None:
        cancelled.set()
        raise ValueError("no answer")

    monkeypatch.setattr(program, "answer", fail)
    with pytest.raises(ValueError, match="no answer"):
        asyncio.run(program.serve())


def test_the_wait_for_the_cancel_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop waits inside it."""
    limits = list[float]()

    @asynccontextmanager
    async def noted(seconds: float) -> AsyncIterator[None]:
        limits.append(seconds)
        yield

    monkeypatch.setattr(program.asyncio, "timeout", noted)
    asyncio.run(program.serve())

    assert limits == [10]
