import socket
from functools import partial
from multiprocessing import get_all_start_methods, get_context

import pytest

from snippets.processes.stays_behind import can_travel


def test_a_partial_stands_in_for_a_lambda() -> None:
    """A partial of a named function can travel, a function made in another cannot."""

    def inner() -> None:
        pass

    assert can_travel(partial(can_travel, "bread"))
    assert not can_travel(inner)


def test_a_socket_travels() -> None:
    """What plain pickle refuses and multiprocessing sends is told apart."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert can_travel(server)


@pytest.mark.parametrize("method", get_all_start_methods())
@pytest.mark.parametrize("kind", ["Lock", "Event", "Queue", "Semaphore"])
def test_what_only_a_start_hands_over_stays(method: str, kind: str) -> None:
    """A task cannot carry them, whatever the start method."""
    assert not can_travel(getattr(get_context(method), kind)())
