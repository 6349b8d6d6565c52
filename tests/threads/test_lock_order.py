from threading import Barrier, Thread

from snippets.threads.lock_order import Account, transfer


def test_crossing_transfers_all_end() -> None:
    """Transfers in every direction between three accounts all end and keep the sum."""
    accounts, meeting = [Account(n) for n in range(3)], Barrier(6, timeout=60)
    pairs = [(a, b) for a in accounts for b in accounts if a is not b]
    threads = [Thread(target=transfer, args=(*pair, 10, meeting), daemon=True) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert not any(thread.is_alive() for thread in threads)
    assert sum(account.balance for account in accounts) == 300
