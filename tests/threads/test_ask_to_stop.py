from threading import Thread

from snippets.threads import ask_to_stop
from snippets.threads.ask_to_stop import Poller


def test_who_is_asked_before_the_start_does_no_round() -> None:
    """A loop that is asked to stop before it begins does no round, and closes all the same."""
    poller = Poller()
    poller.stop.set()
    thread = Thread(target=poller.run, daemon=True)
    thread.start()
    thread.join(timeout=60)

    assert poller.log == ["opened", "closed"]


def test_a_long_pause_ends_when_it_is_asked() -> None:
    """A loop in the middle of its pause ends at once, long before the pause is over."""
    poller = Poller()
    thread = Thread(target=poller.run, daemon=True)
    thread.start()
    assert poller.begun.wait(timeout=60)
    poller.stop.set()
    thread.join(timeout=ask_to_stop.PAUSE / 2)

    assert not thread.is_alive()
    assert poller.log == ["opened", "closed"]
