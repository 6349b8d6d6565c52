from threading import BoundedSemaphore

import pytest


def test_below_its_number_a_release_too_many_goes_unnoticed() -> None:
    """While another place is taken, one release too many lets a third in; who leaves last pays."""
    places = BoundedSemaphore(2)
    places.acquire()
    places.acquire()
    places.release()
    places.release()  # the second car is still parked
    entered = [places.acquire(blocking=False), places.acquire(blocking=False)]

    assert entered == [True, True]
    places.release()
    places.release()
    with pytest.raises(ValueError, match="released too many times"):
        places.release()
