# /// script
# [tool.sample]
# arranged = "no cake is done before the pool is shut down"
# use = "executors/stop_at_first_error"
# ///
"""Shutting down without waiting lets you go on at once, and what was
submitted is still done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

door_closed = Event()


def bake(cake: str) -> str:
    if not door_closed.wait(10):  # arranged
        raise TimeoutError("nobody closed the door")
    return f"{cake} cake"


def main() -> None:
    oven = ThreadPoolExecutor(max_workers=1)
    try:
        try:
            orders = "apple", "plum"
            cakes = [oven.submit(bake, order) for order in orders]
        finally:
            oven.shutdown(wait=False)
        print("done when we leave:", *[cake.done() for cake in cakes])
    finally:
        door_closed.set()  # arranged
    print("done later:", *[cake.result() for cake in cakes])


if __name__ == "__main__":
    main()
