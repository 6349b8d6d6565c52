from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from snippets.threads import lock_order
from snippets.threads.lock_order import Account, transfer


def test_crossing_transfers_all_end() -> None:
    """Transfers in every direction between three accounts all end and keep the sum."""
    accounts = [Account(n) for n in range(3)]
    pairs = [(a, b) for a in accounts for b in accounts for _ in range(20) if a is not b]
    with ThreadPoolExecutor(6) as pool:
        moves = [pool.submit(transfer, *pair, 10) for pair in pairs]
        for move in moves:
            move.result(timeout=60)

    assert sum(account.balance for account in accounts) == 300


def test_a_transfer_to_the_same_account_ends() -> None:
    """An account that is source and target at once is left as it was, and nobody waits."""
    ada = Account(1)
    thread = Thread(target=transfer, args=(ada, ada, 10), daemon=True)
    thread.start()
    thread.join(timeout=60)

    assert not thread.is_alive()
    assert ada.balance == 100


def test_each_account_of_the_program_has_a_number_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With equal ones there would be no order, and two transfers could block each other."""
    numbers = list[int]()

    def account(number: int) -> Account:
        numbers.append(number)
        return Account(number)

    monkeypatch.setattr(lock_order, "Account", account)
    lock_order.main()

    assert len(set(numbers)) == len(numbers) == 2
