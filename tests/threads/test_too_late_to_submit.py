import subprocess
import sys

POOL = """
import threading
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor()
{before}
def later():
    threading.main_thread().join()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread is not threading.main_thread():
            thread.join()
    try:
        pool.submit(print)
    except RuntimeError as error:
        print(error)
threading.Thread(target=later).start()
"""


def said(before: str) -> str:
    """What a pool says to a thread that submits when the main thread is over."""
    child = subprocess.run(
        [sys.executable, "-c", POOL.format(before=before)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return child.stdout.strip()


def test_a_pool_that_has_worked_says_it_otherwise() -> None:
    """At the end of main an idle pool names the interpreter, and one that has worked does not."""
    assert said("") == "cannot schedule new futures after interpreter shutdown"
    assert said("pool.submit(int).result()") == "cannot schedule new futures after shutdown"


def test_a_thread_pool_of_multiprocessing_drops_its_tasks() -> None:
    """What still waits in a multiprocessing.pool.ThreadPool at the end of main is not done."""
    code = (
        "from multiprocessing.pool import ThreadPool\n"
        "from threading import Event\n"
        "pool = ThreadPool(1)\n"
        "pool.apply_async(Event().wait)\n"
        "pool.apply_async(print, ('done',))\n"
        "print('main ends')\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert child.stdout == "main ends\n"
