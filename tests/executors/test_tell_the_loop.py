import asyncio
from concurrent.futures import ThreadPoolExecutor

from snippets.executors.tell_the_loop_broken import ring


async def error_of_ring() -> str:
    """What the wrong call raises in another thread, "" if it is accepted."""
    loop, bell = asyncio.get_running_loop(), asyncio.Event()
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(ring, loop, bell).exception(timeout=60)
    return type(error).__name__ if error else ""


def test_only_debug_mode_refuses() -> None:
    """Outside debug mode a call from another thread is accepted without a word."""
    assert asyncio.run(error_of_ring(), debug=False) == ""
    assert asyncio.run(error_of_ring(), debug=True) == "RuntimeError"
