"""A queue with a limit holds the baker up, so never more than two
loaves wait for the customer."""

from queue import Queue
from threading import Event, Thread


def bake(shelf: Queue[int], held_up: Event) -> None:
    for loaf in range(6):
        shelf.put(loaf)
        if shelf.full():
            held_up.set()
    held_up.set()


def main() -> None:
    shelf: Queue[int] = Queue(maxsize=2)
    held_up = Event()
    baker = Thread(target=bake, args=(shelf, held_up))
    baker.start()
    held_up.wait()
    most, bought = 0, list[int]()
    while len(bought) < 6:
        most = max(most, shelf.qsize())
        bought.append(shelf.get())
    baker.join()
    print("loaves bought:", bought)
    print("most loaves on the shelf:", most)


if __name__ == "__main__":
    main()
