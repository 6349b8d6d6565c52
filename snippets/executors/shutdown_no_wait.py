"""Shutting down without waiting lets you go on at once, and what was
submitted is still done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

door_closed = Event()


def bake(cake: str) -> str:
    door_closed.wait()
    return f"{cake} cake"


def main() -> None:
    oven = ThreadPoolExecutor(max_workers=1)
    cakes = [oven.submit(bake, name) for name in ("apple", "plum")]
    oven.shutdown(wait=False)
    print("done when we leave:", *[cake.done() for cake in cakes])
    door_closed.set()
    print("done later:", *[cake.result() for cake in cakes])


if __name__ == "__main__":
    main()
