"""What the page "Is this operation thread-safe?" says of lines on the screen and their lock."""

from __future__ import annotations

import io
from collections.abc import Callable
from threading import Lock

import pytest


class Pieces(io.StringIO):
    """Notes each write."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def write(self, text: str) -> int:
        self.noted.append(text)
        return super().write(text)


@pytest.mark.parametrize("flush", [False, True])
def test_a_print_is_as_many_writes_as_it_has_pieces(flush: bool) -> None:
    """Flushed or not; one string with its newline is one write."""
    paper = Pieces()
    print("tea", "please", file=paper, flush=flush)
    assert paper.noted == ["tea", " ", "please", "\n"]

    paper = Pieces()
    print("tea please\n", end="", file=paper, flush=flush)
    assert [piece for piece in paper.noted if piece] == ["tea please\n"]


def test_a_lock_of_each_task_keeps_nobody_out() -> None:
    """Two locks are taken at one moment; one lock is not taken twice."""
    screen = Lock()
    with Lock(), screen:
        assert Lock().acquire(blocking=False)
        assert not screen.acquire(blocking=False)


@pytest.mark.parametrize(("made", "taken"), [("threading", True), ("multiprocessing", False)])
def test_a_lock_of_threads_does_not_reach_a_forked_process(
    printed: Callable[[str], str], made: str, taken: bool
) -> None:
    """The parent holds it, and the child takes its copy; one for processes it does not get."""
    said = printed(f"""
        import multiprocessing
        import {made}

        def take(lock, pipe):
            pipe.recv()
            pipe.send(lock.acquire(False))

        def main():
            lock, (here, there) = {made}.Lock(), multiprocessing.Pipe()
            fork = multiprocessing.get_context("fork")
            child = fork.Process(target=take, args=(lock, there))
            child.start()
            with lock:
                here.send("I have it")
                print(here.poll(60) and here.recv())
            child.join(60)

        if __name__ == "__main__":
            main()
    """)

    assert said == f"{taken}\n"
