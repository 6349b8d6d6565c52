"""A pool of threads that starts as few of them as a pool can.

Since 3.12 a thread of an executor that has nothing to do looks into the queue and then counts
itself as idle.  Between the two somebody may submit, who starts one more thread, for a task
that the first one takes: both count themselves, and one is idle.  A `submit` that comes then
starts no thread.  With this before a program it always comes so.
"""

#: What stands before a program: a thread that becomes idle is counted twice, and of the first
#: tasks those that can end have ended before the next one is submitted.
TWICE = """
def counted_twice():
    import asyncio
    import threading
    from concurrent.futures import ThreadPoolExecutor, wait

    class Twice(threading.Semaphore):
        def release(self, n=1):
            super().release(2 * n)

    def make(self, *values, **named):
        made(self, *values, **named)
        self._idle_semaphore = Twice(0)

    def submit(self, *values, **named):
        future = submitted(self, *values, **named)
        if first and not asyncio._get_running_loop():
            wait([future], first.pop())
        return future

    first = [0.1] * 12
    made, submitted = ThreadPoolExecutor.__init__, ThreadPoolExecutor.submit
    ThreadPoolExecutor.__init__, ThreadPoolExecutor.submit = make, submit


counted_twice()
"""


def with_prelude(source: str) -> str:
    """The program, with `TWICE` behind its docstring and what it takes from the future."""
    head, quotes, rest = source.partition('"""\n')
    assert quotes, "its docstring ends nowhere"
    future, line, after = rest.rpartition("from __future__ import annotations\n")
    return head + quotes + future + line + TWICE + after
