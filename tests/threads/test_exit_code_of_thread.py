import threading

import pytest

from snippets.threads.exit_code_of_thread import print_bill


def test_an_own_hook_is_called_for_an_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function set as threading.excepthook is given the SystemExit, text and all."""
    caught: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: caught.append(args.exc_value.code))
    thread = threading.Thread(target=print_bill, args=(0,))
    thread.start()
    thread.join(timeout=60)

    assert caught == ["no paper"]
