import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

import snippets.executors.close_in_time as program

#: Runs the program with a pool that loses an idle worker at the moment it closes.
LOSING = """
import os, signal, sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import set_start_method

import close_in_time


class Losing(ProcessPoolExecutor):
    def shutdown(self, wait=True, *, cancel_futures=False):
        for worker in list((self._processes or {}).values())[int(sys.argv[1]) :][:1]:
            os.kill(worker.pid, signal.SIGKILL)
        super().shutdown(wait=wait, cancel_futures=cancel_futures)


close_in_time.ProcessPoolExecutor = Losing
close_in_time.SECONDS = 1

if __name__ == "__main__":
    set_start_method("spawn")
    close_in_time.main()
    print("closed")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("lost", ["0", "1"])
def test_a_worker_that_is_killed_at_the_shutdown_holds_up_nobody(lost: str, tmp_path: Path) -> None:
    """Whichever idle worker is lost, the results are printed and the program ends."""
    assert program.__file__
    copy = tmp_path / "close_in_time.py"
    copy.write_text(Path(program.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    script = tmp_path / "losing.py"
    script.write_text(LOSING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), lost], capture_output=True, text=True, timeout=60
    )

    assert done.stdout.splitlines()[-1:] == ["closed"], done.stderr
    assert "<h1>music</h1>" in done.stdout


def test_who_hears_no_signal_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each child is killed, which none can put off, and not asked to end."""
    killed = list[int]()
    children = [SimpleNamespace(kill=partial(killed.append, number)) for number in range(3)]
    monkeypatch.setattr(program, "active_children", lambda: children)

    program.kill_children()

    assert killed == [0, 1, 2]


def test_the_timer_runs_while_the_pool_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is begun before and called off after; an error leaves nothing in the queue."""
    order = list[object]()

    class Timed:
        def __init__(self, seconds: float, action: object) -> None:
            order.append((seconds, action))

        def start(self) -> None:
            order.append("start")

        def cancel(self) -> None:
            order.append("cancel")

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            order.append(("shutdown", wait, cancel_futures))
            super().shutdown(wait, cancel_futures=cancel_futures)

    def fail(page: str) -> str:
        raise OSError("no ink")

    monkeypatch.setattr(program.signal, "signal", lambda *words: None)
    monkeypatch.setattr(program, "Timer", Timed)
    monkeypatch.setattr(program, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(program, "render", fail)
    with pytest.raises(OSError, match="no ink"):
        program.main()

    limit = (program.SECONDS, program.kill_children)
    assert order == [limit, "start", ("shutdown", True, True), "cancel"]
