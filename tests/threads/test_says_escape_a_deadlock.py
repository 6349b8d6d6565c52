"""What the page "Escape a deadlock" says, beyond what its programs show."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.threads.test_all_orders import explored, outcomes

TRANSFERS = """\
from threading import Lock, Thread


class Account:
    def __init__(self, number):
        self.number, self.lock = number, Lock()


def transfer(source, target):
    first, second = ORDER
    with first.lock:
        with second.lock:
            pass


def main():
    ada, bob = Account(1), Account(2)
    threads = [
        Thread(target=transfer, args=(ada, bob)),
        Thread(target=transfer, args=(bob, ada)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


@pytest.mark.parametrize(
    ("order", "stuck"),
    [
        ("sorted((source, target), key=lambda account: account.number)", False),
        ("sorted((source, target), key=lambda account: -account.number)", False),
        ("sorted((source, target), key=id)", False),
        ("sorted((source, target), key=lambda account: 0)", True),
        ("(source, target)", True),
    ],
)
def test_any_fixed_order_will_do(order: str, stuck: bool) -> None:
    """Every order of the steps ends well; not so where two locks share a place, or none has."""
    report, _ = explored(TRANSFERS.replace("ORDER", order))
    ends = outcomes(report)

    assert not report.cuts
    assert ends.pop("ends well") > 0
    assert bool(ends) == stuck
    assert all(end.startswith("deadlock") for end in ends)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_enough_tasks_take_all_workers(workers: int) -> None:
    """As many tasks as workers wait in vain for a task of their own pool; one fewer does not."""
    for tasks in (workers - 1, workers):
        begun = Barrier(max(tasks, 1))

        def ask(pool: ThreadPoolExecutor, begun: Barrier = begun) -> int:
            begun.wait(30)
            inner = pool.submit(int)
            try:
                return inner.result(timeout=30 if tasks < workers else 0.1)  # noqa: B023
            except TimeoutError:
                return 1

        with ThreadPoolExecutor(workers) as pool:
            waits = [pool.submit(ask, pool) for _ in range(tasks)]
            in_vain = sum(wait.result(timeout=60) for wait in waits)

        assert (in_vain > 0) == (tasks == workers)
