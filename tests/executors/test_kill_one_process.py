import os
import threading
from multiprocessing import Process, active_children
from time import sleep
from typing import Any

import pytest

from snippets.executors import kill_one_process
from snippets.executors.kill_one_process import call


def raise_error() -> None:
    raise ValueError("no page")


def end_at_once() -> None:
    os._exit(3)


def stay_behind() -> str:
    threading.Thread(target=threading.Event().wait).start()
    return "answered"


def answer_largely() -> bytes:
    return bytes(5_000_000)


@pytest.mark.parametrize("task", [raise_error, end_at_once])
def test_a_worker_that_gives_no_answer_is_told(task: Any) -> None:
    """With its exit code, and long before the limit."""
    with pytest.raises(ChildProcessError, match=f"{task.__name__} ended with [13]"):
        call(60, task)


class Answering(Process):
    """Its limit is over when it has answered."""

    def __init__(self, target: Any, args: Any, daemon: bool) -> None:
        super().__init__(target=target, args=args, daemon=daemon)
        self.path = args[0]

    def join(self, timeout: float | None = None) -> None:
        while timeout is not None and not self.path.exists():
            sleep(0.01)  # between two looks
        if timeout is None:
            super().join()


def test_a_thread_that_never_ends_keeps_no_answer_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is killed at its limit, and what it had answered is there."""
    monkeypatch.setattr(kill_one_process, "Process", Answering)

    assert call(60, stay_behind) == "answered"
    assert not active_children()


def test_an_answer_can_be_large() -> None:
    """No pipe has to hold it."""
    assert len(call(60, answer_largely)) == 5_000_000


def test_whoever_is_stopped_at_the_start_waits_for_no_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python ends a daemon itself, where nothing has come to look after it yet."""
    daemons = list[bool]()

    class Begun:
        def __init__(self, target: Any, args: Any, daemon: bool = False) -> None:
            daemons.append(daemon)

        def start(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(kill_one_process, "Process", Begun)
    with pytest.raises(KeyboardInterrupt):
        call(60, abs, -2)

    assert daemons == [True]
