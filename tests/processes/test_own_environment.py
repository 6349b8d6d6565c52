from multiprocessing import get_all_start_methods, get_context

import pytest

from snippets.processes.own_environment import move_to


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="no fork server here")
def test_a_fork_server_keeps_its_own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child of a fork server lacks a variable that was set after the server started."""
    context = get_context("forkserver")
    early, late = context.Process(), context.Process(target=move_to, args=("Lima",))
    early.start()
    monkeypatch.setenv("CITY", "Oslo")
    late.start()
    for child in (early, late):
        child.join(timeout=60)

    assert [early.exitcode, late.exitcode] == [0, 1]
