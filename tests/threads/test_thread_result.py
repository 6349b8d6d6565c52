from threading import Thread

from snippets.threads.thread_result import count_words


def test_a_thread_drops_the_return_value() -> None:
    """Joining a thread brings back nothing of what its target returned."""
    thread = Thread(target=count_words, args=("bread milk apples",))
    thread.start()
    brought = thread.join(timeout=10)  # type: ignore[func-returns-value]

    assert not thread.is_alive()
    assert brought is None
