import asyncio
import concurrent.futures
import multiprocessing
import pickle
import queue
import socket
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from queue import Queue
from threading import Condition, Event, RLock

import pytest

from shelf import ROOT
from snippets.executors.await_the_call_broken import save
from tests.checks.pages.markdown import pages

#: Programs whose worker ends while the pool needs it.
BREAKING = {
    "no guard": """
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            print(pool.submit(abs, -2).result(timeout=60))
    """,
    "under the guard": """
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if __name__ == "__main__":

            def work():
                return 2

            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                print(pool.submit(work).result(timeout=60))
    """,
    "killed": """
        import os
        import signal
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        def work():
            os.kill(os.getpid(), signal.SIGKILL)

        if __name__ == "__main__":
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                print(pool.submit(work).result(timeout=60))
    """,
}


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGKILL")
@pytest.mark.parametrize("cause", BREAKING)
def test_what_ends_a_worker_breaks_the_pool(cause: str, tmp_path: Path) -> None:
    """Each of the causes has the message of the page, as the last line."""
    lines = BREAKING[cause].strip("\n").split("\n")
    path = tmp_path / "subject.py"
    path.write_text("\n".join(line[8:] for line in lines), encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, timeout=60)

    assert "BrokenProcessPool: A process in the process pool was" in done.stderr.splitlines()[-1]


def test_an_executor_cannot_be_opened_again() -> None:
    """A second with block takes it, and it still refuses."""
    pool = ThreadPoolExecutor(1)
    with pool:
        assert pool.submit(abs, -1).result(timeout=60) == 1
    with pytest.raises(RuntimeError, match="after shutdown"), pool:
        pool.submit(abs, -2)


@pytest.mark.parametrize("held", [Future(), RLock(), Condition()])
def test_what_holds_an_rlock_is_refused_as_a_future_is(held: object) -> None:
    """The message is that of a future."""
    with pytest.raises(TypeError, match=r"cannot pickle '_thread\.RLock' object"):
        pickle.dumps([held])


def test_a_pool_runs_no_coroutine() -> None:
    """It gives the coroutine as the result, and nothing of it has run; no process can send it."""
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(save, "news").result(timeout=60)
    assert asyncio.iscoroutine(result)
    result.close()
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        sent = pool.submit(save, "news")
        with pytest.raises(TypeError, match="cannot pickle 'coroutine' object"):
            sent.result(timeout=60)


def test_a_queue_of_threads_holds_a_lock() -> None:
    """Its message is that of a lock."""
    with pytest.raises(TypeError, match=r"cannot pickle '_thread\.lock' object"):
        pickle.dumps(Queue())


def test_each_message_has_its_programs_or_an_article() -> None:
    """The wrong program and the right one follow it, or a page of another topic shows the wrong."""
    shown = {
        stem
        for page in pages(ROOT)
        if not page.below_docs.startswith("errors/")
        for fence in page.fences
        for stem in fence.text.split()
    }
    for page in pages(ROOT):
        for fence in page.fences:
            if fence.language == "message" and (stem := fence.text.split()[0]) not in shown:
                here = {stem for fence in page.fences for stem in fence.text.split()}
                samples = {fence.stem for fence in page.samples}
                assert {stem, stem.removesuffix("_broken")} <= here & samples, stem


def in_plain_code() -> str:
    """A function of a library that runs a loop for itself."""
    work = asyncio.sleep(0, "saved")
    try:
        return asyncio.run(work)
    finally:
        work.close()


def test_where_a_loop_runs_another_thread_can_run_one() -> None:
    """By `to_thread`, or by a pool; while its result is waited for, the loop stands still."""
    turns = list[int]()
    turned = Event()

    async def beat() -> None:
        while True:
            turns.append(1)
            turned.set()
            await asyncio.sleep(0)

    def meanwhile() -> str:
        assert turned.wait(60)
        return in_plain_code()

    async def cell() -> list[str]:
        with pytest.raises(RuntimeError, match="cannot be called from a running event loop"):
            in_plain_code()
        beating = asyncio.create_task(beat())
        beside = await asyncio.to_thread(meanwhile)
        before = len(turns)
        waited = ThreadPoolExecutor(1).submit(asyncio.run, asyncio.sleep(0.1, "sent")).result(60)
        assert len(turns) == before
        beating.cancel()
        return [beside, waited]

    assert asyncio.run(cell()) == ["saved", "sent"]


def test_which_timeouts_are_one_class() -> None:
    """Those of asyncio, of futures and of sockets; and not those of pools, commands and queues."""
    one = {asyncio.TimeoutError, concurrent.futures.TimeoutError, socket.timeout}
    others = (multiprocessing.TimeoutError, subprocess.TimeoutExpired, queue.Empty)

    assert one == {TimeoutError}
    assert not any(issubclass(other, TimeoutError) for other in others)
