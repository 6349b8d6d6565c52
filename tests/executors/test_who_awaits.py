import asyncio

import pytest

from snippets.executors import who_awaits as program


def test_an_error_of_a_task_ends_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks waits for the work, and is told of what it died of."""

    async def fetch(arrived: asyncio.Semaphore) -> None:
        arrived.release()
        raise OSError("no route")

    monkeypatch.setattr(program, "fetch", fetch)
    monkeypatch.setattr(program, "look", lambda tasks: None)
    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(program.ask())

    assert caught.value.split(OSError)[1] is None
