"""Children that get a seed each draw numbers of their own."""

import random
from multiprocessing import Process, Queue, queues


def roll(seed: int, rolls: "queues.Queue[float]") -> None:
    rolls.put(random.Random(seed).random())


def main() -> None:
    rolls: queues.Queue[float] = Queue()
    players = [Process(target=roll, args=(n, rolls)) for n in (1, 2)]
    for player in players:
        player.start()
    print("the same number:", rolls.get() == rolls.get())
    for player in players:
        player.join()


if __name__ == "__main__":
    main()
