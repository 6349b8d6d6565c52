from multiprocessing import Pipe
from multiprocessing.connection import Client, Listener

import pytest

from snippets.processes import connect_in_the_worker as program


class Silent:
    """A connection at whose other end nobody answers: only a wait with a limit ends."""

    def send(self, item: str) -> None:
        """Take it."""

    def poll(self, limit: float | None) -> bool:
        """Give up, if the caller may."""
        return limit is None


def test_no_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the limit there is an error, which the one who asked gets."""
    monkeypatch.setattr(program, "link", Silent(), raising=False)

    with pytest.raises(AssertionError, match="no answer"):
        program.ask("tea")


def test_a_connection_is_closed_when_the_other_end_is() -> None:
    """Its thread ends without a word, and leaves nothing open."""
    near, far = Pipe()
    far.close()
    program.answer(near)

    assert near.closed


def test_a_closed_server_ends_its_thread() -> None:
    """Which says nothing."""
    server = Listener()
    server.close()

    program.serve(server)


def test_a_server_that_fails_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who calls it is refused, and does not wait for an answer that never comes."""

    def fail() -> None:
        raise OSError("too many open files")

    with Listener() as server:
        address = server.address
        monkeypatch.setattr(server, "accept", fail)
        program.serve(server)

        with pytest.raises(OSError):
            Client(address)
