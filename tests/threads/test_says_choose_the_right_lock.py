"""What the page "Choose the right lock" says, beyond what its programs show."""

from threading import Condition, Event, Thread

import pytest


def test_an_event_stays_set_until_it_is_cleared() -> None:
    """Each wait finds it set, in any thread, and none does after clear()."""
    event, answers = Event(), list[bool]()
    event.set()
    for _ in range(3):
        asking = Thread(target=lambda: answers.append(event.wait(30)))
        asking.start()
        asking.join(timeout=60)
    event.clear()

    assert answers == [True] * 3
    assert not event.wait(0)


def test_a_wait_that_is_over_answers_false_and_one_without_a_limit_goes_on() -> None:
    """Nobody sets the event: with a limit the answer is False, without one there is none."""
    event = Event()
    waiting = Thread(target=event.wait, daemon=True)
    waiting.start()
    answer = event.wait(0.1)
    waiting.join(timeout=0.1)

    assert answer is False
    assert waiting.is_alive()
    event.set()


def waiters(condition: Condition, number: int, heard: list[int]) -> list[Thread]:
    """Threads that all wait for a notice when this returns."""
    inside = list[int]()

    def wait(me: int) -> None:
        with condition:
            inside.append(me)
            if condition.wait(30):
                heard.append(me)

    threads = [Thread(target=wait, args=(me,), daemon=True) for me in range(number)]
    for thread in threads:
        thread.start()
    for _ in range(1_000):
        with condition:  # who holds it knows that those inside wait
            if len(inside) == number:
                return threads
        Event().wait(0.01)
    raise TimeoutError("they did not begin to wait")


@pytest.mark.parametrize(("everybody", "woken"), [(False, 1), (True, 3)])
def test_a_notice_wakes_one_or_all_of_those_who_wait(everybody: bool, woken: int) -> None:
    """And nobody who begins to wait after it."""
    condition, heard, late = Condition(), list[int](), list[int]()
    threads = waiters(condition, 3, heard)
    with condition:
        condition.notify_all() if everybody else condition.notify()
    for _ in range(1_000):
        if sum(not thread.is_alive() for thread in threads) >= woken:
            break
        Event().wait(0.01)
    [newcomer] = waiters(condition, 1, late)

    assert len(heard) == woken
    assert sum(thread.is_alive() for thread in threads) == 3 - woken
    assert newcomer.is_alive()
    with condition:
        condition.notify_all()
    newcomer.join(timeout=60)


def test_a_notice_for_another_does_no_harm() -> None:
    """Of two who wait for a letter each, both are woken for one letter, and one waits on."""
    condition, letters, taken = Condition(), list[str](), list[str]()
    looks = list[int]()

    def look() -> bool:
        looks.append(len(letters))
        return bool(letters)

    def take() -> None:
        with condition:
            if condition.wait_for(look, 30):
                taken.append(letters.pop(0))

    def until(count: int) -> None:
        for _ in range(1_000):
            with condition:
                if len(looks) >= count:
                    return
            Event().wait(0.01)

    readers = [Thread(target=take, daemon=True) for _ in range(2)]
    for reader in readers:
        reader.start()
    until(2)
    with condition:
        letters.append("first")
        condition.notify_all()
    until(4)
    with condition:
        assert (taken, looks) == (["first"], [0, 0, 1, 0])
        letters.append("second")
        condition.notify_all()
    for reader in readers:
        reader.join(timeout=60)

    assert taken == ["first", "second"]
