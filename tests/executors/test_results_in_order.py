from concurrent.futures import ThreadPoolExecutor
from threading import Event


def test_map_keeps_the_order_of_the_input() -> None:
    """A second task that ends before the first one still has the second place."""
    second_done = Event()

    def wait_for_second(task: int) -> int:
        if task == 1:
            second_done.set()
        assert second_done.wait(10)
        return task

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert list(pool.map(wait_for_second, range(2), timeout=60)) == [0, 1]
