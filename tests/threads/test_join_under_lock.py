from threading import Thread

from snippets.threads.join_under_lock import Till


def test_a_join_under_the_lock_waits_in_vain() -> None:
    """The thread cannot end while the one that joins it holds the lock."""
    till = Till()
    thread = Thread(target=till.pay_in, args=(30,))
    with till.lock:
        thread.start()
        thread.join(timeout=0.2)
        ended_under_the_lock = not thread.is_alive()
    thread.join(timeout=10)

    assert not ended_under_the_lock
    assert not thread.is_alive()
