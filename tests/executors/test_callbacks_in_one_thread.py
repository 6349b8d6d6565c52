from concurrent.futures import Future
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from snippets.executors import callbacks_in_one_thread as program


class Pool:
    """A pool whose futures end in threads, each in the one it is told."""

    def __init__(self, threads: int) -> None:
        self.threads, self.futures = threads, list[Future[int]]()

    def __enter__(self) -> "Pool":
        return self

    def submit(self, *call: Any) -> Future[int]:
        self.futures.append(Future())
        return self.futures[-1]

    def __exit__(self, *error: object) -> None:
        for number, future in enumerate(self.futures):
            name = f"thread {number % self.threads}"
            thread = Thread(target=future.set_result, args=(number,), name=name)
            thread.start()
            thread.join()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_second_thread_of_callbacks_would_be_told(
    threads: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And whatever process is left at the end is killed."""
    killed = list[str]()
    child = SimpleNamespace(kill=lambda: killed.append("child"))
    monkeypatch.setattr(program, "threads", set())
    monkeypatch.setattr(program, "processes", set())
    monkeypatch.setattr(program, "ProcessPoolExecutor", lambda max_workers: Pool(threads))
    monkeypatch.setattr(program, "active_children", lambda: [child])
    program.main()

    assert capsys.readouterr().out.endswith(f"at most one: {threads == 1}\n")
    assert killed == ["child"]
