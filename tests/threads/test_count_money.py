from concurrent.futures import ThreadPoolExecutor

from snippets.threads.count_money import Bank


def test_whoever_counts_sees_all_the_money() -> None:
    """However transfers and counts interleave, each count finds the whole sum."""
    bank = Bank()
    with ThreadPoolExecutor(4) as pool:
        moves = [pool.submit(bank.lock_away, 1) for _ in range(50)]
        totals = [pool.submit(bank.total) for _ in range(50)]
        seen = {total.result(timeout=60) for total in totals}
    for move in moves:
        move.result(timeout=60)

    assert seen == {100}
    assert (bank.desk, bank.safe) == (50, 50)
