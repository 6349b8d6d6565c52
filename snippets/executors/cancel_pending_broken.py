"""A with block runs every queued task before it lets you leave."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

apple_in_oven = Event()
apple_ready = Event()
CAKES = ["apple", "plum", "lemon"]
baked: list[str] = []


def bake(cake: str) -> None:
    if cake == "apple":
        apple_in_oven.set()
        apple_ready.wait()
    baked.append(cake)


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as oven:
        cakes = [oven.submit(bake, name) for name in CAKES]
        apple_in_oven.wait()
        try:
            cakes[0].result(timeout=0.1)
        except TimeoutError:
            print("too late, going home")
        apple_ready.set()
    print("baked:", *baked)


if __name__ == "__main__":
    main()
