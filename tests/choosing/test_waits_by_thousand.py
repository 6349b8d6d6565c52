import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import get_ident

import pytest

from snippets.choosing import waits_by_thousand as program


def test_a_guest_waits_with_a_limit_and_tells_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of the loop."""
    limits = list[float]()

    @asynccontextmanager
    async def noted(seconds: float) -> AsyncIterator[None]:
        limits.append(seconds)
        yield

    monkeypatch.setattr(program, "timeout", noted)

    async def alone() -> int:
        return await program.chat(1, asyncio.Barrier(1))

    assert asyncio.run(alone()) == get_ident()
    assert limits == [10]
