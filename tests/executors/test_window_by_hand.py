from concurrent.futures import ThreadPoolExecutor

from snippets.executors.window_by_hand import stamp, stamp_all


def test_every_letter_is_stamped_in_order() -> None:
    """The window loses no letter and changes no order, be the feed short or long."""
    with ThreadPoolExecutor(max_workers=3) as pool:
        stamped = {length: list(stamp_all(pool, range(length))) for length in (0, 3, 50)}

    assert all(found == [stamp(n) for n in range(length)] for length, found in stamped.items())
