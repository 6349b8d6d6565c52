import threading

import pytest

from snippets.threads.thread_error import pay


def test_an_own_hook_gets_the_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function set as threading.excepthook is given the exception of the thread."""
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: caught.append(args.exc_type))
    thread = threading.Thread(target=pay, args=(30, 20))
    thread.start()
    thread.join(timeout=10)

    assert caught == [ValueError]
