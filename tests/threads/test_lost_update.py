from concurrent.futures import ThreadPoolExecutor

from snippets.threads.lost_update import Account


def test_no_deposit_is_lost() -> None:
    """However the threads interleave, the balance is the sum of the deposits."""
    account = Account()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(account.deposit, range(400), timeout=60))

    assert account.balance == sum(range(400))
