from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from shelf import find

if TYPE_CHECKING:
    from tests.processes.conftest import Changed

BROKEN = find("processes/orphan_broken")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_a_daemon_is_an_orphan_too(printed: Callable[[str], str]) -> None:
    """A worker that is a daemon goes on as well when its parent is killed."""
    daemon = BROKEN.shown.replace("args=(line,))", "args=(line,), daemon=True)")

    assert printed(daemon).endswith("the worker is still at work\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
@pytest.mark.parametrize(("method", "hears"), [("fork", False), ("spawn", True)])
def test_a_sibling_keeps_the_sentinel_of_a_forked_worker_silent(
    printed: Callable[[str], str], method: str, hears: bool
) -> None:
    """A worker that was forked before another does not hear of its parent's end alone."""
    said = printed(f"""
        from multiprocessing import Pipe, Process, get_context, parent_process
        from multiprocessing.connection import wait

        def work(line):
            line.send("at work")
            line.recv()
            line.send(bool(wait([parent_process().sentinel], timeout=0)))
            line.recv()

        def run_shop(*lines):
            workers = [
                get_context("{method}").Process(target=work, args=(line,)) for line in lines
            ]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()

        if __name__ == "__main__":
            (first, one), (second, other) = Pipe(), Pipe()
            shop = Process(target=run_shop, args=(one, other))
            shop.start()
            first.recv(), second.recv()
            shop.kill()
            shop.join()  # with a limit it would wait for the silent end of a pipe, too
            first.send("look")
            print("the first one hears of it:", first.recv())
            second.send("look")
            second.recv()
            first.send("go"), second.send("go")
    """)

    assert said.endswith(f"the first one hears of it: {hears}\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
def test_the_worker_is_a_process_of_its_own(changed: Changed) -> None:
    """The killed service is not the one that was at work."""
    ended = changed(
        "processes/orphan",
        ('line.send("at work")', 'line.send(__import__("os").getpid())'),
        ('print("the worker is", ours.recv())', "print(ours.recv() != service.pid)"),
    )

    assert ended.stdout.startswith("True\n")
