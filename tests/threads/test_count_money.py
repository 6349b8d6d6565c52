from threading import Event, Thread

from snippets.threads.count_money import Bank


def test_a_join_under_the_lock_waits_in_vain() -> None:
    """The thread cannot end while the one that joins it holds the lock."""
    bank, taken, resume = Bank(), Event(), Event()
    resume.set()
    thread = Thread(target=bank.lock_away, args=(taken, resume))
    with bank.lock:
        thread.start()
        thread.join(timeout=0.2)
        ended_under_the_lock = not thread.is_alive()
    thread.join(timeout=10)

    assert not ended_under_the_lock
    assert not thread.is_alive()
