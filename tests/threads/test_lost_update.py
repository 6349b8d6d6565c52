from threading import Barrier, Thread

from snippets.threads.lost_update import Account


def test_no_deposit_is_lost() -> None:
    """However the threads interleave, the balance is the sum of the deposits."""
    account, meeting = Account(), Barrier(8, timeout=60)
    threads = [Thread(target=account.deposit, args=(n, meeting)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert account.balance == sum(range(8))
